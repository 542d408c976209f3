/**
 * How near queries are to every tag of the vocabulary. Queries that wait are embedded together: the thread is never idle
 * while some wait, and one matrix product serves them all.
 */
import type { Embedder } from '../../../core/ports';
import { queryWindowsOf } from './queryWindows';
import { addRow, normalizeRow } from './vocabularyVectors';

/** Queries embedded together. */
const queriesPerBatch = 32;
/** One batch on the thread, one waiting there, so that it need not wait for us. */
const batchesAhead = 2;

interface Waiting {
  readonly query: string;
  settle(nearness: Float32Array): void;
  fail(error: unknown): void;
}

export class QueryNearness {
  private waiting: Waiting[] = [];
  private batchCount = 0;
  private isScheduled = false;

  constructor(
    /** Row-major, unit length, one row per tag. */
    private readonly vocabulary: Float32Array,
    private readonly embedder: Embedder,
  ) {}

  /** Cosine to each tag. Rejects where the embedder fails. */
  of(query: string): Promise<Float32Array> {
    return new Promise((settle, fail) => {
      this.waiting.push({ query, settle, fail });
      if (!this.isScheduled) queueMicrotask(() => this.startBatches());
      this.isScheduled = true;
    });
  }

  private startBatches(): void {
    this.isScheduled = false;
    while (this.batchCount < batchesAhead && this.waiting.length > 0) {
      this.batchCount++;
      void this.settleBatch(this.waiting.splice(0, queriesPerBatch)).finally(() => {
        this.batchCount--;
        this.startBatches();
      });
    }
  }

  private async settleBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const vectors = await this.vectorsOf(batch.map(({ query }) => query));
      const nearness = products(vectors, this.vocabulary, this.embedder.width);
      const tagCount = this.vocabulary.length / this.embedder.width;
      batch.forEach((one, at) => one.settle(nearness.subarray(at * tagCount, (at + 1) * tagCount)));
    } catch (error) {
      for (const one of batch) one.fail(error);
    }
  }

  /** One unit-length vector per query: the weighted mean of its windows. */
  private async vectorsOf(queries: readonly string[]): Promise<Float32Array> {
    const windows = queries.map(queryWindowsOf);
    const found = await this.embedder.embed(windows.flatMap((parts) => parts.map(({ text }) => text)));
    const { width } = this.embedder;
    const means = new Float32Array(queries.length * width);
    let row = 0;
    windows.forEach((parts, query) => {
      const mean = means.subarray(query * width, (query + 1) * width);
      for (const { weight } of parts) addRow(mean, found, row++, weight);
      normalizeRow(mean);
    });
    return means;
  }
}

/**
 * The product of every row of `left` with every row of `right`, `left` rows × `right` rows. Two by four at a time, so
 * that each number read is used more than once. Time O(rows × rows × width).
 */
export function products(left: Float32Array, right: Float32Array, width: number): Float32Array {
  const [leftCount, rightCount] = [left.length / width, right.length / width];
  const found = new Float32Array(leftCount * rightCount);
  const whole = leftCount - (leftCount % 4);
  for (let row = 0; row < whole; row += 4) fourRows(left, row, right, width, found);
  for (let row = whole; row < leftCount; row++) {
    for (let other = 0; other < rightCount; other++) {
      let sum = 0;
      for (let at = 0; at < width; at++) sum += left[row * width + at]! * right[other * width + at]!;
      found[row * rightCount + other] = sum;
    }
  }
  return found;
}

function fourRows(left: Float32Array, row: number, right: Float32Array, width: number, found: Float32Array): void {
  const rightCount = right.length / width;
  const [row0, row1, row2, row3] = [row * width, (row + 1) * width, (row + 2) * width, (row + 3) * width];
  for (let other = 0; other < rightCount; other++) {
    const start = other * width;
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let at = 0; at < width; at++) {
      const value = right[start + at]!;
      sum0 += left[row0 + at]! * value;
      sum1 += left[row1 + at]! * value;
      sum2 += left[row2 + at]! * value;
      sum3 += left[row3 + at]! * value;
    }
    found[row * rightCount + other] = sum0;
    found[(row + 1) * rightCount + other] = sum1;
    found[(row + 2) * rightCount + other] = sum2;
    found[(row + 3) * rightCount + other] = sum3;
  }
}
