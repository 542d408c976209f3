import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultParameters, type NormalizationParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf, type TagTable } from '../../../../src/core/normalize/tagTable';
import type { Embedder } from '../../../../src/core/ports';
import { SessionNormalization, type NormalizationOptions } from '../../../../src/node/session/sessionNormalization';
import { bundleThread } from '../../../support/threadBundle';

const entry = fileURLToPath(new URL('../../../../src/workers/normalizeJob.ts', import.meta.url));
const few = tagTableOf([['Proof'], ['proof'], ['Rare']]);
const many = tagTableOf(Array.from({ length: 100 }, (_, row) => (row === 0 ? ['Rare'] : ['Proof', 'Essay'])));
const withoutVectors: NormalizationParameters = {
  ...defaultParameters,
  frequency: 1,
  semantic: 'off',
  association: 'off',
};

const embedder: Embedder = {
  id: 'fake-1',
  width: 2,
  embed: async (texts) => Float32Array.from(texts.flatMap((text) => (text.startsWith('P') ? [1, 0] : [0, 1]))),
};

describe('SessionNormalization', () => {
  let distFolder = '';
  let opened: SessionNormalization[] = [];
  const open = (table: TagTable | null, options: Partial<NormalizationOptions> = {}) => {
    const session = new SessionNormalization({
      distFolder,
      embedders: { open: async () => embedder, dispose: async () => {} },
      table: () => table,
      isBusy: () => false,
      ...options,
    });
    opened.push(session);
    return session;
  };
  const names = ({ current }: SessionNormalization) => current?.result.vocabulary.names;

  beforeAll(async () => {
    distFolder = await bundleThread('normalizeJob', readFileSync(entry, 'utf8').replaceAll("'../", "'./src/"));
  });
  afterEach(() => {
    for (const session of opened) session.dispose();
    opened = [];
  });

  it('drops nothing as rare below a hundred tagged queries, and by frequency from then on', async () => {
    const small = open(few);
    await small.refresh();
    expect(small.recipe.parameters.frequency).toBe('off');
    expect(names(small)).toContain('Rare');
    const large = open(many);
    await large.refresh();
    expect(large.recipe.parameters.frequency).toBe('auto');
    expect(names(large)).not.toContain('Rare');
  });

  it('keeps to that rule after a decision by hand', async () => {
    let table = few;
    const session = open(null, { table: () => table });
    await session.decide([{ kind: 'rename', tag: 'Proof', name: 'Proofs' }]);
    expect(names(session)).toEqual(['Proofs', 'Rare']);
    table = many;
    await session.refresh();
    expect(session.recipe.parameters.frequency).toBe('auto');
    expect(names(session)).toEqual(['Proofs']);
  });

  it('makes one computation of calls that come close together', async () => {
    let reads = 0;
    const session = open(few, { table: () => (reads++, few) });
    let results = 0;
    session.onDidChange(() => results++);
    for (let call = 0; call < 20; call++) session.schedule();
    expect(reads).toBe(0);
    await session.whenSettled();
    expect(results).toBe(1);
  });

  it('comes to results while tags keep landing, and to the last ones in the end', async () => {
    let table = few;
    const session = open(null, { table: () => table });
    session.schedule();
    void session.whenSettled();
    table = many;
    session.schedule();
    await session.whenSettled();
    expect(session.current?.table).toBe(many);
  });

  it('lets the newest recipe win; what was under way is ended without an error', async () => {
    const session = open(few);
    let results = 0;
    session.onDidChange(() => results++);
    const first = session.apply({ parameters: { ...withoutVectors, rules: 'off' }, decisions: [] });
    const second = session.apply({ parameters: withoutVectors, decisions: [] });
    await Promise.all([first, second]);
    expect(results).toBe(1);
    expect(names(session)).toEqual(['Proof', 'Rare']);
  });

  it('goes back to the recipe before where an applied one is given up', async () => {
    const session = open(few);
    await session.apply({ parameters: withoutVectors, decisions: [] });
    const stop = new AbortController();
    const applying = session.apply({ parameters: { ...withoutVectors, frequency: 2 }, decisions: [] }, stop.signal);
    stop.abort();
    await applying;
    expect(session.recipe.parameters.frequency).toBe(1);
    expect([session.canRedo, names(session)]).toEqual([false, ['Proof', 'Rare']]);
  });

  it('undoes and redoes, as often as anything was decided', async () => {
    const session = open(few);
    await session.apply({ parameters: withoutVectors, decisions: [] });
    await session.decide([{ kind: 'exclude', tag: 'Rare' }]);
    expect(names(session)).toEqual(['Proof']);
    await session.undo();
    expect(names(session)).toEqual(['Proof', 'Rare']);
    await session.redo();
    expect(names(session)).toEqual(['Proof']);
    expect([session.canUndo, session.canRedo]).toEqual([true, false]);
  });

  it('says why the semantic step was left out, and does the rest', async () => {
    const embedders = { open: () => Promise.reject(new Error('No weights.')), dispose: async () => {} };
    const session = open(few, { embedders });
    await session.refresh();
    expect(session.current?.semanticProblem).toBe('No weights.');
    expect(session.current?.embeddingModel).toBeUndefined();
    expect(names(session)).toEqual(['Proof', 'Rare']);
  });

  it('does the rest, too, where vectors fail when they are asked for', async () => {
    const failing = { ...embedder, embed: () => Promise.reject(new Error('No vector for "proof".')) };
    const embedders = { open: async () => failing, dispose: async () => {} };
    const session = open(few, { embedders });
    await session.refresh();
    expect(session.current?.semanticProblem).toBe('No vector for "proof".');
    expect(session.current?.embeddingModel).toBeUndefined();
    expect(names(session)).toEqual(['Proof', 'Rare']);
  });

  it('waits with the semantic step while tags are landing', async () => {
    let isBusy = true;
    let asked = 0;
    const embedders = { open: async () => (asked++, embedder), dispose: async () => {} };
    const session = open(few, { embedders, isBusy: () => isBusy });
    await session.refresh();
    expect(session.current?.semanticProblem).toContain('Waits');
    expect(asked).toBe(0);
    isBusy = false;
    await session.refresh();
    expect(session.current).toMatchObject({ embeddingModel: 'fake-1' });
    expect(session.current?.semanticProblem).toBeUndefined();
  });

  it("puts a recipe's vocabulary in the steps' place, and writes decisions into it", async () => {
    const session = open(few);
    const vocabulary = [{ name: 'Logic', members: ['Proof'] }];
    await session.apply({ parameters: defaultParameters, decisions: [], vocabulary });
    expect(names(session)).toEqual(['Logic']);
    expect([...session.current!.result.vocabulary.counts]).toEqual([2]);
    await session.decide([{ kind: 'rename', tag: 'Logic', name: 'Reasoning' }]);
    expect(names(session)).toEqual(['Reasoning']);
    expect(session.recipe.decisions).toEqual([]);
    await session.undo();
    expect(names(session)).toEqual(['Logic']);
  });

  it('has no result where there are no tags, and rejects what cannot be computed', async () => {
    const empty = open(tagTableOf([null]));
    await empty.refresh();
    expect(empty.current).toBeNull();
    const session = open(few);
    const bad = { ...withoutVectors, frequency: 0 };
    await expect(session.apply({ parameters: bad, decisions: [] })).rejects.toThrow('got 0');
  });

  it('tells what went wrong in a computation that nobody waited for', async () => {
    const errors: unknown[] = [];
    const session = open(few, {
      table: () => {
        throw new Error('The rows are gone.');
      },
      onError: (error) => errors.push(error),
    });
    session.schedule();
    await session.whenSettled();
    expect(errors.map(String)).toEqual(['Error: The rows are gone.']);
  });

  it('is silent once it is disposed', async () => {
    const session = open(few);
    let results = 0;
    session.onDidChange(() => results++);
    const running = session.refresh();
    session.dispose();
    session.schedule();
    await running;
    await session.whenSettled();
    expect(results).toBe(0);
  });
});
