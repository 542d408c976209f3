/** The tag map, in English. */
export const englishMap = {
  mapHeading: 'Tag map',
  mapIntro: 'Tags that occur together lie together. Laid out on demand.',
  mapIntroEmbedding: 'Tags of similar meaning lie together.',
  mapRun: 'Lay out the tags',
  mapRunning: 'Laying out…',
  mapFailed: (message: string) => `The map failed: ${message}`,
  mapEmpty: 'There are too few tags for a map.',
  mapHint:
    'Drag to move, Ctrl-wheel to zoom, Shift-drag for a lasso. Arrow keys move through the tags, Enter shows the rows.',
  mapSummary: (count: string, first: string) => `${count} tags; the largest is ${first}.`,
  mapLasso: 'Lasso',
  mapReset: 'Whole map',
  mapZoomIn: 'Zoom in',
  mapZoomOut: 'Zoom out',
  mapChosen: (count: string) => `${count} tags inside the lasso`,
  mapClear: 'Clear',
  mapBasis: (basis: string, count: string) => `${count} tags, by ${basis}`,
  coOccurrence: 'co-occurrence',
  embedding: 'embedding',
  mapRows: 'Rows',
  mapBy: 'Nearness of tags',
  mapByCoOccurrence: 'Tags that occur together',
  mapByEmbedding: 'Tags of similar meaning',
  mapShowRows: 'Show the Rows',
};

export type MapWords = typeof englishMap;
