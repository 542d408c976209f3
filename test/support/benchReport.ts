/** Prints one line of a bench: what was measured, and the figure with its unit. */
export type BenchReport = (label: string, value?: string | number, note?: string) => void;

/** What a file of `test/bench` exports. */
export interface Bench {
  /** Runs all of it, or the named part where it has parts. */
  run(report: BenchReport, part?: string): void | Promise<void>;
}
