/** Runs of consecutive rows as [first, length], in order. */
export function consecutiveRuns(rows: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last !== undefined && row === last[0] + last[1]) last[1]++;
    else runs.push([row, 1]);
  }
  return runs;
}
