import { describe, expect, test } from 'vitest';
import { Spending, type Release } from '../../../../src/core/tagging/spending';
import { seededRandom } from '../../../support/seededRandom';

/** A dollar per token of either kind. */
const price = { promptPerMillion: 1e6, completionPerMillion: 1e6 };
const tokens = (promptTokens: number, completionTokens = 0) => ({ promptTokens, completionTokens });
const limited = (maxCost: number): Spending => new Spending({ maxCost, price });

/** True where the reservation is not decided yet. */
const waits = async (reservation: Promise<Release | null>): Promise<boolean> => {
  const none = Symbol('none');
  return (await Promise.race([reservation, Promise.resolve(none).then((x) => x)])) === none;
};

describe('Spending', () => {
  test('counts what was reported, not what was reserved', async () => {
    const spending = limited(100);
    (await spending.reserve(tokens(10, 20)))!(tokens(8, 3));
    expect(spending).toMatchObject({ promptTokens: 8, completionTokens: 3 });
    expect(await spending.reserve(tokens(89))).not.toBeNull();
    expect(await limited(100).reserve(tokens(101))).toBeNull();
  });

  test('asks one question before the first report, several after it', async () => {
    const spending = limited(100);
    const first = (await spending.reserve(tokens(10)))!;
    const second = spending.reserve(tokens(10));
    expect(await waits(second)).toBe(true);
    first(tokens(10));
    expect(await second).not.toBeNull();
    expect(await spending.reserve(tokens(10))).not.toBeNull();
  });

  test('waits where what is under way may leave room, and ends where it did not', async () => {
    const spending = limited(30);
    (await spending.reserve(tokens(10)))!(tokens(10));
    const under = (await spending.reserve(tokens(15)))!;
    const more = spending.reserve(tokens(10));
    expect(await waits(more)).toBe(true);
    under(tokens(5));
    const last = (await more)!;
    const tooMuch = spending.reserve(tokens(10));
    last(tokens(10));
    expect(await tooMuch).toBeNull();
  });

  test('gives back what was not paid, and reserves by the measure of reports that exceed the most', async () => {
    const spending = limited(100);
    (await spending.reserve(tokens(100)))!();
    (await spending.reserve(tokens(10)))!(tokens(40));
    expect(await spending.reserve(tokens(16))).toBeNull();
    expect(await spending.reserve(tokens(15))).not.toBeNull();
  });

  test('without a limit nothing waits', async () => {
    const spending = new Spending(null);
    const all = await Promise.all(Array.from({ length: 9 }, () => spending.reserve(tokens(1e9))));
    for (const release of all) release!(tokens(1));
    expect(spending.promptTokens).toBe(9);
  });

  test('is never exceeded, whatever the order of answers, while reports keep to the most', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed);
      const spending = limited(500);
      let asked = 0;
      const worker = async (): Promise<void> => {
        for (;;) {
          const most = tokens(1 + Math.floor(random() * 20), 10);
          const release = await spending.reserve(most);
          if (release === null) return;
          asked++;
          for (let turn = random() * 5; turn > 0; turn--) await Promise.resolve();
          release(random() < 0.2 ? undefined : tokens(most.promptTokens, Math.floor(random() * 11)));
        }
      };
      await Promise.all(Array.from({ length: 8 }, worker));
      const spent = spending.promptTokens + spending.completionTokens;
      expect(spent).toBeLessThanOrEqual(500);
      expect(spent).toBeGreaterThan(500 - 31);
      expect(asked).toBeGreaterThan(20);
    }
  });
});
