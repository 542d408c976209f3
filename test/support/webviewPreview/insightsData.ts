/** A made-up dataset for looking at the Insights panel without VS Code: seeded, plausible, with a few hostile names. */
import type {
  CoverageCurve,
  DatasetComparison,
  InsightsSnapshot,
  PreviewRow,
  SelectionSettings,
  SelectionSummary,
  SelectorComparison,
  TagMap,
} from '../../../src/protocol/insights';

const words =
  'sql,data analysis,python programming,creative writing,spelling and grammar check,information request,role play,translation,mathematics,history,' +
  'machine learning,c++ programming,regular expressions,marketing,cooking,physics,chemistry,biology,legal advice,travel planning,code review,debugging,' +
  'summarization,sentiment analysis,email writing,statistics,linear algebra,web development,css,node.js,problem solving,world building,character design,' +
  'poetry,humor,philosophy,ethics,medical advice,fitness,personal finance,economics,geography,education,lesson planning,test design,api design,docker,' +
  'algorithms,data structures,graph theory,geometry,probability,unit conversion,json formatting,table creation,classification,named entities,问题求解,' +
  'traducción,<img src=x onerror=alert(1)>,=cmd|calc,kernel trick,svm,optimization,game design,music theory,screenwriting,news,weather,sports,gardening';
export const tagNames = words.split(',');

/** Mulberry32; the preview must look the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const rows = 3422;
const vocabulary = 1693;

export function makeSelection(settings: SelectionSettings): SelectionSummary {
  const { n } = settings;
  const strength = settings.method === 'random' ? 1 : settings.method === 'top-k' ? 1.4 : 5;
  return {
    settings,
    label: selectors.find((choice) => choice.name === settings.method)?.label ?? settings.method,
    selected: Math.min(n, 3411),
    shortfall: Math.max(0, n - 3411),
    rounds: 1 + Math.floor(n / 900),
    coverage: covered(n * strength),
    meanTags: 4.39 + 6 * Math.exp(-n / 900),
    lengthShift: settings.method === 'random' ? 0.004 : 0.55 * Math.exp(-n / 2500),
    notes:
      settings.method === 'random'
        ? []
        : [
            '11 rows carry no tag; the method never takes them.',
            'Tag count follows prompt length (ρ = 0.70): the selected rows are longer.',
          ],
    curve: makeCurve(n, strength),
    tagsLost: Math.round(vocabulary * (1 - covered(n * strength))),
    milliseconds: 38,
  };
}

function covered(n: number): number {
  return Math.min(1, 1.02 * (1 - Math.exp(-((n / 900) ** 0.72))));
}

function makeCurve(maximum: number, strength: number): CoverageCurve {
  const n = Array.from({ length: 61 }, (_, index) => Math.round((maximum * index) / 60));
  const randomMean = n.map((size) => covered(size));
  return {
    n,
    selection: n.map((size) => covered(size * strength)),
    randomMean,
    randomLow: randomMean.map((value) => Math.max(0, value - 0.012)),
    randomHigh: randomMean.map((value) => Math.min(1, value + 0.012)),
  };
}

const selectors = [
  { name: 'complexity-first', label: 'Complexity-first', source: 'InsTag, Algorithm 1' },
  { name: 'random', label: 'Random', source: 'baseline' },
  { name: 'top-k', label: 'Most tags', source: 'InsTag, complexity alone' },
  { name: 'max-coverage', label: 'Greedy coverage', source: 'Nemhauser 1978' },
  { name: 'rarity', label: 'Rarity-weighted', source: 'InsCL 2024' },
  { name: 'deita', label: 'DEITA style', source: 'Liu 2024' },
  {
    name: 'mig',
    label: 'MIG',
    source: 'Chen 2025',
    unavailable: 'needs tag embeddings; normalize with the semantic step first',
  },
  { name: 'tacos', label: 'TACOS', source: 'He 2025', unavailable: 'needs judge scores' },
  { name: 'k-center', label: 'k-center', source: 'Sener 2018' },
  { name: 'longest', label: 'Longest answer', source: 'Zhao 2024' },
  { name: 'target', label: 'Target coverage and complexity', source: 'InsTag, decoupled sweeps' },
];

export const firstSettings: SelectionSettings = {
  method: 'complexity-first',
  n: 1000,
  seed: 0,
  isPadded: false,
  qualityPath: '',
};

export function makeSnapshot(): InsightsSnapshot {
  const random = seeded(7);
  const lengths = Array.from({ length: 1500 }, () => Math.round(Math.exp(4 + random() * 3.6 + random())));
  return {
    dataset: { id: 'wiz', name: 'gradient_wiz_mag_raw_instag.jsonl' },
    datasets: [
      { id: 'wiz', name: 'gradient_wiz_mag_raw_instag.jsonl' },
      { id: 'alpaca', name: 'alpaca_data.json' },
      { id: 'dolly', name: 'databricks-dolly-15k.jsonl' },
    ],
    measures: {
      rows: 3423,
      resamples: 200,
      taggedRows: rows,
      tags: vocabulary,
      vocabularySize: 2730,
      vocabularyLabel: 'all open datasets',
      diversity: { value: 0.6203, low: 0.6101, high: 0.6301 },
      complexity: { value: 4.3921, low: 4.361, high: 4.4212 },
    },
    tagsPerRow: { rows, isSampled: false, counts: [11, 42, 310, 720, 905, 690, 402, 210, 84, 31, 10, 4, 2, 1] },
    rankFrequency: rankFrequency(),
    growth: growth(),
    datasetPoints: [
      { id: 'wiz', name: 'gradient_wiz_mag', coverage: 0.62, meanTags: 4.39, rows, isSelection: false },
      { id: 'alpaca', name: 'alpaca_data', coverage: 0.58, meanTags: 2.61, rows: 52002, isSelection: false },
      { id: 'dolly', name: 'databricks-dolly-15k', coverage: 0.41, meanTags: 2.2, rows: 15011, isSelection: false },
      { id: 'selection', name: 'Selection (1,000)', coverage: 0.607, meanTags: 6.37, rows: 1000, isSelection: true },
    ],
    lengthScatter: {
      rows: 1500,
      isSampled: true,
      length: lengths,
      tagCount: lengths.map((length) => Math.max(1, Math.round(Math.log(length) * 0.75 - 1 + random() * 3))),
      row: lengths.map((_, index) => index * 2),
      spearman: 0.7,
      sentence: 'Spearman ρ = 0.70: tag count follows length, so a choice by complexity is also a choice by length.',
    },
    languages: [
      { name: 'English', count: 3104 },
      { name: 'Chinese', count: 164 },
      { name: 'Spanish', count: 81 },
      { name: 'German', count: 44 },
      { name: 'Japanese', count: 29 },
    ],
    sources: {
      path: 'source',
      counts: [
        { name: 'wizardlm', count: 2010 },
        { name: 'magpie', count: 1412 },
      ],
    },
    pairs: tagNames.slice(0, 12).map((first, index) => ({
      first,
      second: tagNames[index + 13] ?? '',
      rows: 142 - index * 9,
      lift: 8.1 - index / 3,
    })),
    selectors,
    qualityPaths: ['reward', 'ifd'],
    sourcePaths: ['source', 'language'],
    selection: makeSelection(firstSettings),
    defaultN: 1000,
    maximumN: rows,
  };
}

function rankFrequency(): NonNullable<InsightsSnapshot['rankFrequency']> {
  const rank = [...new Set(Array.from({ length: 90 }, (_, index) => Math.round(1.085 ** index)))].filter(
    (at) => at <= vocabulary,
  );
  return {
    rows,
    isSampled: false,
    rank,
    count: rank.map((at) => Math.max(1, Math.round(620 / at ** 0.86))),
    tag: rank.map((at) => tagNames[(at - 1) % tagNames.length] ?? ''),
    onceShare: 0.505,
  };
}

function growth(): NonNullable<InsightsSnapshot['growth']> {
  const n = Array.from({ length: 50 }, (_, index) => Math.round((rows * (index + 1)) / 50));
  return { rows, isSampled: false, n, tags: n.map((size) => Math.round(vocabulary * covered(size) * 1.01)) };
}

const queries = [
  'Derive the dual of the soft-margin SVM and explain the role of the kernel trick, with a worked example in two dimensions.',
  'Write a SQL query that returns, for each customer, the three most recent orders together with a running total.',
  'You are a pirate captain who has lost his map. Describe the island to your crew so that they can draw a new one.',
  '请把下面这段文字翻译成英文，并解释其中的成语。',
  'Translate the following contract clause into plain English and list what each party must do, by when.',
  '<script>alert("never")</script> What does this HTML do?',
];

export function makePreview(start: number, count: number, total: number): readonly PreviewRow[] {
  return Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, offset) => {
    const rank = start + offset + 1;
    const tagCount = Math.max(2, 14 - Math.floor(rank / 80));
    const pills = Array.from({ length: tagCount }, (_tag, index) => ({
      name: tagNames[(rank * 7 + index * 5) % tagNames.length] ?? '',
      explanation: 'The query asks for it.',
    }));
    return {
      rank,
      row: (rank * 7919) % 3423,
      why: `round ${1 + Math.floor(rank / 900)} · first with: ${pills[0]!.name}, ${pills[1]!.name}`,
      query: queries[rank % queries.length]!,
      pills,
      tagCount,
      ...(rank === 3 && { mark: 'pinned' as const }),
    };
  });
}

export function makeSelectorComparison(n: number, methods: readonly string[]): SelectorComparison {
  const random = seeded(n);
  return {
    n,
    rows: methods.map((method) => ({
      method,
      label: selectors.find((choice) => choice.name === method)?.label ?? method,
      selected: n,
      coverage: method === 'random' ? 0.34 : 0.3 + random() * 0.4,
      averageTags: method === 'random' ? 4.4 : 4.4 + random() * 3,
      meanQuality: 1 + random(),
      meanLength: 900 + random() * 900,
      nearDuplicateShare: random() * 0.05,
      tagsLost: Math.round(random() * 900),
      seconds: random() * 2,
      ...(method === 'random' && { coverageInterval: [0.331, 0.349] as const }),
      ...(method === 'k-center' && { note: 'Rows have no vectors: distance is between tag sets.' }),
    })),
    overlap: methods.map((_, row) => methods.map((_other, column) => (row === column ? 1 : random()))),
  };
}

export function makeDatasetComparison(names: readonly string[]): DatasetComparison {
  const random = seeded(names.length);
  const share = () => names.map((_, row) => names.map((_other, column) => (row === column ? 1 : random())));
  return {
    names,
    recall: share(),
    jaccard: share(),
    gained: tagNames.slice(0, 30).map((tag, index) => ({ tag, rows: 90 - index * 3 })),
    lost: tagNames.slice(30, 44).map((tag, index) => ({ tag, rows: 40 - index * 2 })),
    shifts: tagNames
      .slice(10, 40)
      .map((tag, index) => ({ tag, first: random() * 0.1, second: random() * 0.1, isSignificant: index % 3 === 0 })),
  };
}

export function makeTagMap(): TagMap {
  const random = seeded(3);
  const tags = Array.from({ length: 420 }, (_, index) =>
    index < tagNames.length ? tagNames[index]! : `${tagNames[index % 60]!} ${Math.floor(index / 60)}`,
  );
  const centres = Array.from({ length: 9 }, () => ({ x: random() * 10, y: random() * 7 }));
  const near = (side: 'x' | 'y') =>
    tags.map((_, index) => centres[index % 9]![side] + (random() + random() + random() - 1.5) * 1.4);
  return {
    tags,
    x: near('x'),
    y: near('y'),
    rows: tags.map((_, index) => Math.max(2, Math.round(620 / (index + 1) ** 0.8))),
    basis: 'co-occurrence',
  };
}
