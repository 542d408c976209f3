/**
 * Expected number of distinct tags among n of N rows drawn without replacement: Σ 1 − C(N − df, n) / C(N, n) over the
 * tags (Hurlbert's rarefaction, 1971). Exact but for rounding (about 1e-9). Tags of equal df are counted together:
 * time O(distinct df) per n, after O(N) for a table of logarithms of factorials.
 */
export interface Rarefaction {
  expectedTags(rowCount: number): number;
}

/** For `rowCount` rows and tags with the given numbers of rows. */
export function rarefactionOf(rowCount: number, rowsPerTag: Uint32Array): Rarefaction {
  const logFactorial = new Float64Array(rowCount + 1);
  for (let k = 2; k <= rowCount; k++) logFactorial[k] = logFactorial[k - 1]! + Math.log(k);
  const tagsWith = new Map<number, number>();
  for (const rows of rowsPerTag) if (rows > 0) tagsWith.set(rows, (tagsWith.get(rows) ?? 0) + 1);
  const chanceMissed = (rows: number, drawn: number) =>
    drawn > rowCount - rows
      ? 0
      : Math.exp(
          logFactorial[rowCount - rows]! -
            logFactorial[rowCount - rows - drawn]! -
            logFactorial[rowCount]! +
            logFactorial[rowCount - drawn]!,
        );
  return {
    expectedTags: (drawn) => {
      let expected = 0;
      for (const [rows, tags] of tagsWith) expected += tags * (1 - chanceMissed(rows, drawn));
      return expected;
    },
  };
}
