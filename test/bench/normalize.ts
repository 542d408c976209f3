/** Normalization against what others run: scikit-learn's DBSCAN, node-fpgrowth; forms per second; the paper's scale. */
import { spawnSync } from 'node:child_process';
import { FPGrowth } from 'node-fpgrowth';
import { dbscan } from '../../src/core/normalize/dbscan';
import { fpGrowth } from '../../src/core/normalize/fpGrowth';
import { lemmaFormer, foldedKey } from '../../src/core/normalize/lemmaForm';
import { literalFormer } from '../../src/core/normalize/literalForm';
import { neighbourPairs } from '../../src/core/normalize/neighbours';
import { normalize } from '../../src/core/normalize/normalize';
import { defaultParameters } from '../../src/core/normalize/parameters';
import { StepPreviews, type PreviewedStep } from '../../src/core/normalize/stepPreview';
import { pairRules } from '../../src/core/normalize/pairRules';
import { frequencyCurve, semanticCurve, tagsLeftAt } from '../../src/core/normalize/previews';
import { queryCounts } from '../../src/core/normalize/tagGroups';
import type { TagTable } from '../../src/core/normalize/tagTable';
import { randomOf } from '../../src/core/select/random';
import type { BenchReport } from '../support/benchReport';
import { paperPool } from '../support/paperPool';
import { hasPaperTags, paperTags, wordVectors } from '../support/paperTags';
import { referenceVectors } from '../support/referenceVectors';
import { hasShared, sharedPath } from '../support/sharedData';

export async function run(report: BenchReport): Promise<void> {
  if (!hasShared || !hasPaperTags()) {
    report('skipped', 'the shared data are not there');
    return;
  }
  await reportPaperScale(report);
  const pool = paperPool(1).data.tags;
  await reportMining(pool, report);
  reportSliders(pool, report);
  await reportPreviews(pool, report);
  reportForms(report);
  reportClustering(report);
  reportGrowth(report);
}

function timed<Value>(work: () => Value): [value: Value, ms: number] {
  const start = performance.now();
  const value = work();
  return [value, performance.now() - start];
}

function best(repeats: number, work: () => unknown): number {
  return Math.min(...Array.from({ length: repeats }, () => timed(work)[1]));
}

const shownMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;

/** scikit-learn in its own process, timed inside it. */
const sklearnProgram = `
import sys, time, numpy as np
from sklearn.cluster import DBSCAN
x = np.fromfile(sys.argv[1], np.float32).reshape(-1, 384)
times = []
for _ in range(3):
    start = time.perf_counter()
    labels = DBSCAN(eps=0.05, min_samples=2, metric='cosine', algorithm='brute').fit_predict(x)
    times.append(time.perf_counter() - start)
print(min(times) * 1000, ' '.join(map(str, labels)))
`;

function reportClustering(report: BenchReport): void {
  const { vectors, width } = referenceVectors();
  const parameters = { epsilon: 0.05, minSamples: 2 };
  const [labels, first] = timed(() => dbscan(vectors, width, parameters));
  const ours = best(3, () => dbscan(vectors, width, parameters));
  report('DBSCAN, 7,207 × 384, ε 0.05', shownMs(ours), `best of 3; first call ${shownMs(first)}`);
  const python = spawnSync('/usr/bin/python3', ['-c', sklearnProgram, sharedPath('reference', 'raw_tags.f32')], {
    encoding: 'utf8',
  });
  const [ms, ...theirs] = python.stdout.trim().split(' ').filter(Boolean);
  if (python.status !== 0 || ms === undefined) {
    report('scikit-learn', 'not measured', 'Debian package python3-sklearn is missing');
    return;
  }
  const isEqual = theirs.length === labels.length && theirs.every((label, at) => Number(label) === labels[at]);
  report('scikit-learn, same input', shownMs(Number(ms)), isEqual ? 'best of 3; same labels' : 'DIFFERENT LABELS');
  report('ours / scikit-learn', `${(ours / Number(ms)).toFixed(2)} ×`, 'at most 1 wanted');
}

/** Real vectors, and mixtures of two of them with noise, up to 50,000. */
function grownVectors(count: number): Float32Array {
  const { vectors, width } = referenceVectors();
  const random = randomOf(1);
  const known = vectors.length / width;
  const grown = new Float32Array(count * width);
  grown.set(vectors.subarray(0, Math.min(count, known) * width));
  for (let index = known; index < count; index++) {
    const [left, right, share] = [random.below(known) * width, random.below(known) * width, 0.3 + 0.4 * random.next()];
    for (let at = 0; at < width; at++)
      grown[index * width + at] =
        share * vectors[left + at]! + (1 - share) * vectors[right + at]! + 0.04 * (random.next() - 0.5);
  }
  return grown;
}

function reportGrowth(report: BenchReport): void {
  const sizes = [7_207, 20_000, 50_000];
  const times = sizes.map((size) => {
    const vectors = grownVectors(size);
    const ms = best(size < 10_000 ? 3 : 1, () => dbscan(vectors, 384, { epsilon: 0.05, minSamples: 2 }));
    report(`DBSCAN, ${size.toLocaleString('en')} × 384`, shownMs(ms));
    return ms;
  });
  const exponent = Math.log(times[2]! / times[0]!) / Math.log(sizes[2]! / sizes[0]!);
  report('growth', `n^${exponent.toFixed(2)}`, 'from 7,207 to 50,000 tags; clearly below 2 wanted');
}

async function reportMining(
  tags: { readonly offsets: Uint32Array; readonly tagIds: Uint32Array },
  report: BenchReport,
): Promise<void> {
  const itemCount = tags.tagIds.reduce((most, id) => Math.max(most, id + 1), 0);
  const transactions = { offsets: tags.offsets, items: tags.tagIds, itemCount };
  const rowCount = tags.offsets.length - 1;
  const ours = best(3, () => fpGrowth(transactions, { support: 40 }));
  const { count } = fpGrowth(transactions, { support: 40 });
  report(`FP-Growth, ${rowCount.toLocaleString('en')} rows, support 40`, shownMs(ours), `${count} itemsets; best of 3`);
  const lists = Array.from({ length: rowCount }, (_, row) => [
    ...tags.tagIds.subarray(tags.offsets[row], tags.offsets[row + 1]),
  ]);
  const start = performance.now();
  const theirs = await new FPGrowth<number>(40 / rowCount).exec(lists);
  const ms = performance.now() - start;
  report('node-fpgrowth, same input', shownMs(ms), `${theirs.length} itemsets`);
  report('faster by', `${(ms / ours).toFixed(1)} ×`, 'at least 10 wanted');
}

/** Forms are made once per distinct tag; the occurrences then cost a look at an id. */
function reportForms(report: BenchReport): void {
  const { names, tagIds } = paperTags(1);
  const literal = best(3, () => names.map(literalFormer()));
  const lemma = best(3, () => {
    const formOf = lemmaFormer();
    return names.map((name) => foldedKey(formOf(name)));
  });
  const perSecond = (count: number): string =>
    `${Math.round((count / (literal + lemma)) * 1000).toLocaleString('en')} tags/s`;
  report('literal forms', shownMs(literal), `${names.length.toLocaleString('en')} distinct tags; best of 3`);
  report('lemma forms', shownMs(lemma), 'the same');
  report('both, distinct tags', perSecond(names.length), 'words remembered, tags not');
  report(
    'both, with caching',
    perSecond(tagIds.length),
    `${tagIds.length.toLocaleString('en')} occurrences; 1,000,000 wanted`,
  );
}

async function reportPaperScale(report: BenchReport): Promise<void> {
  const table = paperTags(1);
  const shape = `${(table.queryOffsets.length - 1).toLocaleString('en')} queries, ${table.names.length.toLocaleString('en')} raw tags`;
  report('paper scale', shape, `${table.tagIds.length.toLocaleString('en')} occurrences`);
  const embed = wordVectors(384);
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const result = await normalize(table, defaultParameters, { embed });
  const ms = performance.now() - start;
  report('all four steps', shownMs(ms), 'vectors made up, made within');
  for (const { step, tags, rowsWithoutTags } of result.funnel)
    report(`  ${step}`, `${tags.toLocaleString('en')} tags`, `${rowsWithoutTags.toLocaleString('en')} rows without`);
  const peak = process.resourceUsage().maxRSS * 1024;
  report(
    'memory',
    `${(peak / 2 ** 20).toFixed(0)} MB peak`,
    `${(before / 2 ** 20).toFixed(0)} MB before, data included`,
  );
}

function reportSliders(
  tags: { readonly offsets: Uint32Array; readonly tagIds: Uint32Array },
  report: BenchReport,
): void {
  const rowCount = tags.offsets.length - 1;
  const tagCount = tags.tagIds.reduce((most, id) => Math.max(most, id + 1), 0);
  const table: TagTable = {
    names: Array.from({ length: tagCount }, (_, id) => `tag ${id}`),
    queryOffsets: Uint32Array.from({ length: rowCount + 1 }, (_, row) => row),
    tagOffsets: tags.offsets,
    tagIds: tags.tagIds,
  };
  const counts = queryCounts(table, Int32Array.from(table.names.keys()));
  report(
    'all α at once',
    shownMs(best(3, () => frequencyCurve(tags, counts))),
    `${rowCount.toLocaleString('en')} rows`,
  );
  const [rules, mining] = timed(() =>
    pairRules({ offsets: tags.offsets, items: tags.tagIds, itemCount: tagCount }, 2, 0.5),
  );
  report('rules, prepared', shownMs(mining), `${rules.count} rules at support 2, confidence 0.5`);
  const { vectors, width, names } = referenceVectors();
  const [pairs, preparing] = timed(() => neighbourPairs(vectors, width, 0.3)!);
  const [curve, sorting] = timed(() => semanticCurve(names.length, pairs));
  report('ε, prepared', shownMs(preparing + sorting), `${pairs.count} pairs within 0.3`);
  report('ε slider', shownMs(best(3, () => tagsLeftAt(curve, 0.123))), 'at most 200 ms wanted');
}

/** The paper's pool under real names with their real vectors: the first move prepares a step, the rest read it. */
async function reportPreviews(
  tags: { readonly offsets: Uint32Array; readonly tagIds: Uint32Array },
  report: BenchReport,
): Promise<void> {
  const { vectors, width, names: known } = referenceVectors();
  const rowCount = tags.offsets.length - 1;
  const names = known.slice(
    0,
    tags.tagIds.reduce((most, id) => Math.max(most, id + 1), 0),
  );
  const placeOf = new Map(known.map((name, at) => [name.trim(), at]));
  const embed = async (wanted: readonly string[]): Promise<Float32Array> => {
    const found = new Float32Array(wanted.length * width);
    wanted.forEach((name, at) => {
      const place = placeOf.get(name)! * width;
      found.set(vectors.subarray(place, place + width), at * width);
    });
    return found;
  };
  const queryOffsets = Uint32Array.from({ length: rowCount + 1 }, (_, row) => row);
  const previews = new StepPreviews({ names, queryOffsets, tagOffsets: tags.offsets, tagIds: tags.tagIds }, [], embed);
  const applied = defaultParameters;
  const moves: readonly [PreviewedStep, readonly (typeof applied)[]][] = [
    ['frequency', [5, 9, 20, 40].map((frequency) => ({ ...applied, frequency }))],
    ['semantic', [0.05, 0.02, 0.12, 0.28].map((epsilon) => ({ ...applied, semantic: { epsilon, minSamples: 2 } }))],
    [
      'association',
      [0.99, 0.9, 0.7, 0.5].map((confidence) => ({ ...applied, association: { support: 16, confidence } })),
    ],
  ];
  for (const [moved, steps] of moves) {
    const times: number[] = [];
    for (const parameters of steps) {
      const start = performance.now();
      await previews.preview({ moved, parameters, applied });
      times.push(performance.now() - start);
    }
    const [first, ...rest] = times;
    report(
      `preview of ${moved}`,
      shownMs(Math.max(...rest)),
      `slowest move; 200 ms wanted; prepared in ${shownMs(first!)}`,
    );
  }
}
