/** The tag map, in Simplified Chinese. */
import type { MapWords } from './englishMap';

export const chineseMap: MapWords = {
  mapHeading: '标签地图',
  mapIntro: '共同出现的标签彼此靠近。按需布局。',
  mapIntroEmbedding: '意思相近的标签彼此靠近。',
  mapRun: '布局标签',
  mapRunning: '正在布局…',
  mapFailed: (message) => `地图失败：${message}`,
  mapEmpty: '标签太少，无法绘制地图。',
  mapHint: '拖动以移动，Ctrl 加滚轮缩放，按住 Shift 拖动以套索。方向键在标签间移动，回车显示对应的行。',
  mapSummary: (count, first) => `${count} 个标签；最大的是 ${first}。`,
  mapLasso: '套索',
  mapReset: '整幅地图',
  mapZoomIn: '放大',
  mapZoomOut: '缩小',
  mapChosen: (count) => `套索内有 ${count} 个标签`,
  mapClear: '清除',
  mapBasis: (basis, count) => `${count} 个标签，按${basis}`,
  coOccurrence: '共现',
  embedding: '嵌入',
  mapRows: '行',
  mapBy: '标签的远近',
  mapByCoOccurrence: '共同出现的标签',
  mapByEmbedding: '意思相近的标签',
  mapShowRows: '显示这些行',
};
