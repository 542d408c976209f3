import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { normalize } from '../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../src/core/normalize/parameters';
import { tagTableOf } from '../../src/core/normalize/tagTable';
import { NormalizationPreviews } from '../../src/node/session/normalizationPreviews';
import { bundleThread } from '../support/threadBundle';

const entry = fileURLToPath(new URL('../../src/workers/previewThread.ts', import.meta.url));
const table = tagTableOf([['a', 'b', 'c'], ['a', 'b'], ['a', 'c'], ['d'], ['d', 'a']]);
const applied: NormalizationParameters = {
  ...defaultParameters,
  frequency: 1,
  rules: 'off',
  association: { support: 2, confidence: 0.9 },
};
const subject = { table, decisions: [] };
const embed = async (names: readonly string[]) =>
  Float32Array.from(names.flatMap((name) => (name === 'd' ? [0, 1] : [1, 0.01 * name.charCodeAt(0)])));
const moveTo = (change: Partial<NormalizationParameters>) => ({ ...applied, ...change });
const alpha = (frequency: number) => ({ moved: 'frequency', parameters: moveTo({ frequency }), applied }) as const;
const epsilon = (size: number) =>
  ({ moved: 'semantic', parameters: moveTo({ semantic: { epsilon: size, minSamples: 2 } }), applied }) as const;

describe('live previews on a thread', () => {
  let distFolder = '';
  let previews: NormalizationPreviews;
  const open = (folder: string, embedding: typeof embed = embed) => {
    previews = new NormalizationPreviews({ distFolder: folder, embed: embedding });
    return previews;
  };

  beforeAll(async () => {
    distFolder = await bundleThread('previewThread', readFileSync(entry, 'utf8').replaceAll("'../", "'./src/"));
  });
  afterEach(() => previews.drop());

  it('answers as the whole run, and asks the host for vectors once per preparation', async () => {
    let asked = 0;
    open(distFolder, async (names) => (asked++, embed(names)));
    for (const size of [0.001, 0.02, 0.29]) {
      const request = epsilon(size);
      const { funnel } = await normalize(table, request.parameters, { embed });
      const shown = await previews.ask(subject, request);
      expect(shown.tags).toBe(funnel.find(({ step }) => step === 'semantic')?.tags);
    }
    expect(asked).toBe(1);
  });

  it('answers the newest question only', async () => {
    open(distFolder);
    const answers = await Promise.allSettled([1, 2, 3, 2].map((value) => previews.ask(subject, alpha(value))));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(answers[0]).toMatchObject({ reason: { name: 'Cancelled' } });
    expect(answers[3]).toMatchObject({ value: { tags: 4 } });
  });

  it('does not let a preparation of another step keep a question waiting', async () => {
    open(distFolder, () => new Promise(() => {}));
    const stuck = previews.ask(subject, epsilon(0.1));
    const next = previews.ask(subject, alpha(3));
    await expect(stuck).rejects.toMatchObject({ name: 'Cancelled' });
    await expect(next).resolves.toMatchObject({ tags: 1 });
  });

  it('prepares every slider ahead, so that the first move needs no vectors of its own', async () => {
    let [asked, answered] = [0, 0];
    open(distFolder, async (names) => {
      asked++;
      const vectors = await embed(names);
      answered++;
      return vectors;
    });
    previews.prepare(subject, applied, applied);
    await vi.waitFor(() => expect(answered).toBe(2));
    await previews.ask(subject, epsilon(0.1));
    const support = moveTo({ association: { support: 1, confidence: 0.5 } });
    await previews.ask(subject, { moved: 'association', parameters: support, applied });
    expect(asked).toBe(2);
  });

  it('prepares the later steps again when a slider rests elsewhere', async () => {
    const asked: number[] = [];
    open(distFolder, (names) => {
      asked.push(names.length);
      return embed(names);
    });
    await previews.ask(subject, alpha(3));
    await vi.waitFor(() => expect(asked).toEqual([1, 1]), 5000);
    await expect(
      previews.ask(subject, { ...epsilon(0.1), parameters: moveTo({ frequency: 3 }) }),
    ).resolves.toBeDefined();
    expect(asked).toEqual([1, 1]);
  });

  it('starts anew for another table', async () => {
    open(distFolder);
    await expect(previews.ask(subject, alpha(1))).resolves.toMatchObject({ tags: 4 });
    const other = { table: tagTableOf([['x']]), decisions: [] };
    await expect(previews.ask(other, alpha(1))).resolves.toMatchObject({ tags: 1 });
  });

  it('settles when it is cancelled, when it is dropped, and answers again afterwards', async () => {
    open(distFolder, () => new Promise(() => {}));
    const controller = new AbortController();
    const cancelled = previews.ask(subject, epsilon(0.1), controller.signal);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'Cancelled' });
    const dropped = previews.ask(subject, epsilon(0.1));
    previews.drop();
    await expect(dropped).rejects.toMatchObject({ name: 'Cancelled' });
    await expect(previews.ask(subject, alpha(2))).resolves.toMatchObject({ tags: 4 });
    await expect(previews.ask(subject, alpha(2), AbortSignal.abort())).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('settles with what went wrong: vectors refused, parameters refused, the thread gone', async () => {
    open(distFolder, () => Promise.reject(new Error('No model is loaded.')));
    await expect(previews.ask(subject, epsilon(0.1))).rejects.toThrow('No model is loaded.');
    await expect(previews.ask(subject, alpha(0))).rejects.toThrow('got 0');
    const crashing = open(await bundleThread('previewThread', "setTimeout(() => { throw new Error('gone'); });"));
    await expect(crashing.ask(subject, alpha(1))).rejects.toThrow('gone');
    const exiting = open(await bundleThread('previewThread', 'process.exit(3);'));
    await expect(exiting.ask(subject, alpha(1))).rejects.toThrow('ended with code 3');
  });
});
