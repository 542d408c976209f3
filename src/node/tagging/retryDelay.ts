/** Waits between tries: doubling from half a second to half a minute, each shortened by up to a half at random. */
export function retryDelayMs(attempts: number, random: () => number): number {
  const longest = Math.min(30_000, 500 * 2 ** (attempts - 1));
  return longest * (0.5 + random() / 2);
}
