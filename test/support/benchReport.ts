/** Prints one line of a bench: what was measured, and the figure with its unit. */
export type BenchReport = (label: string, value?: string | number, note?: string) => void;

/** What a file of `test/bench` exports. */
export interface Bench {
  run(report: BenchReport): void | Promise<void>;
}
