import { LLMock } from '@copilotkit/aimock';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasShared, sharedPath } from '../support/sharedData';

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const run = promisify(execFile);

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function sftLens(...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(process.execPath, [cli, ...args], { maxBuffer: 1 << 26 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

async function json<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await sftLens(...args, '--json', '--quiet');
  if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sft-lens-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rows = [
  { instruction: 'Add 2 and 2.', output: '4', tags: ['Mathematics', 'Arithmetic'] },
  { instruction: 'Write a poem.', output: 'Roses', tags: ['Creative Writing', 'Poetry'] },
  { instruction: 'Write a sad poem about 7.', output: 'Seven', tags: ['Creative Writing', 'Poetry', 'Mathematics'] },
];
const plainSteps = [
  '--tags-field',
  'tags',
  '--frequency',
  '1',
  '--rules',
  'off',
  '--semantic',
  'off',
  '--support',
  'off',
];

async function smallDataset(name = 'small.jsonl'): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return file;
}

describe('sft-lens', { timeout: 60_000 }, () => {
  it('explains itself and refuses wrong usage with code 2', async () => {
    expect((await sftLens('--help')).stdout).toContain('sft-lens normalize FILE…');
    expect((await sftLens('select', '--help')).stdout).toContain('--why FILE');
    expect((await sftLens()).code).toBe(2);
    expect((await sftLens('nonsense')).code).toBe(2);
    expect((await sftLens('inspect', '--nonsense', 'x')).code).toBe(2);
    expect((await sftLens('normalize', 'x', '--rules', 'stem')).code).toBe(2);
  });

  it('ends with code 1 and one line where the input is bad', async () => {
    const missing = await sftLens('inspect', path.join(folder, 'missing.jsonl'));
    expect(missing.code).toBe(1);
    expect(missing.stderr.trim().split('\n')).toHaveLength(1);
    expect(missing.stderr).toContain('missing.jsonl');
    const untagged = await sftLens('normalize', await smallDataset(), '--quiet');
    expect(untagged).toMatchObject({ code: 1 });
    expect(untagged.stderr).toMatch(/no tag journal.*sft-lens tag/);
  });

  it('selects byte-exact rows with a manifest and the reasons', async () => {
    const file = await smallDataset();
    const out = path.join(folder, 'chosen.jsonl');
    const why = path.join(folder, 'why.jsonl');
    const report = await json<Record<string, unknown>>(
      'select',
      file,
      ...plainSteps,
      '--n',
      '2',
      '--method',
      'complexity-first',
      '--out',
      out,
      '--why',
      why,
    );
    expect(report).toMatchObject({
      method: 'complexity-first',
      requested: 2,
      selected: 2,
      rounds: 1,
      shortfall: 0,
      rows: [2, 0],
    });
    const lines = (await readFile(file, 'utf8')).split('\n');
    expect(await readFile(out, 'utf8')).toBe(`${lines[2]}\n${lines[0]}\n`);
    const manifest = JSON.parse(await readFile(`${out}.manifest.json`, 'utf8')) as Record<string, unknown>;
    expect(manifest).toMatchObject({ selector: 'complexity-first', seed: 0, source: { path: 'small.jsonl' } });
    expect((await readFile(why, 'utf8')).split('\n')[1]).toContain('"admittedBy":["Arithmetic"]');
  });

  it('sets a validation part aside and hands both to trainers', async () => {
    const file = await smallDataset('handed.jsonl');
    const out = path.join(folder, 'handed_rows.jsonl');
    const options = ['--n', '3', '--pad', '--out', out, '--format', 'sharegpt', ...plainSteps];
    const report = await json<{ written: number; validation: { written: number }; others: string[] }>(
      ...['select', file, ...options, '--validation', '0.34', '--hand-over', '--card'],
    );
    expect([report.written, report.validation.written]).toEqual([2, 1]);
    expect(report.others.map((other) => path.basename(other)).toSorted()).toEqual([
      'dataset_info.json',
      'handed_rows.README.md',
      'handed_rows.axolotl.yaml',
      'handed_rows.fastchat.sh',
      'handed_rows.llamafactory.yaml',
    ]);
    expect((await sftLens('select', file, '--n', '1', '--out', out, '--hand-over')).code).toBe(2);
  });

  it('counts queries but no tokens for a tagger that sends nothing', async () => {
    const file = await smallDataset('dry.jsonl');
    const report = await json<Record<string, unknown>>('tag', file, '--dry-run');
    expect(report).toMatchObject({ queries: 3, requests: 3, promptTokens: 0, completionTokens: 0, cost: 0 });
  });

  it('refuses to write over its own source', async () => {
    const file = await smallDataset('source.jsonl');
    const before = await readFile(file, 'utf8');
    expect(await sftLens('select', file, ...plainSteps, '--n', '1', '--out', file, '--quiet')).toMatchObject({
      code: 1,
    });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it.each([
    [['--n', '0'], 'n must be a whole number of at least 1, got 0'],
    [['--n', '2', '--quality', 'nowhere'], 'holds a number at "nowhere"'],
    [['--n', '2', '--quality', 'instruction'], 'holds a number at "instruction"'],
    [['--n', '2', '--quotas', 'tag:Poetry=3-1'], 'at least 3, at most 1'],
    [['--n', '2', '--quotas', 'tag:Poetry=3-'], 'at least 3 rows with tag "Poetry", but n = 2'],
    [['--n', '2', '--pin-rows', '1', '--exclude-rows', '1'], 'both pinned and excluded'],
    [['--n', '2', '--out', path.join('missing', 'out.jsonl')], 'does not exist'],
  ])('answers %j with one clear line', async (args, message) => {
    const file = await smallDataset('bad.jsonl');
    const out = path.join(folder, 'never.jsonl');
    const outcome = await sftLens('select', file, ...plainSteps, '--out', out, ...args, '--quiet');
    expect(outcome.code).toBe(1);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
    expect(outcome.stderr).toContain(message);
    await expect(readFile(out)).rejects.toThrow('ENOENT');
  });

  it('reports the shortfall where more is asked for than there is', async () => {
    const out = path.join(folder, 'all.jsonl');
    const report = await json('select', await smallDataset(), ...plainSteps, '--n', '9', '--out', out);
    expect(report).toMatchObject({ requested: 9, selected: 3, shortfall: 6 });
  });

  it('tells every source file and what was asked for in the manifest', async () => {
    const [a, b] = [await smallDataset('first.jsonl'), await smallDataset('second.jsonl')];
    const out = path.join(folder, 'both.jsonl');
    await json('select', a, b, ...plainSteps, '--n', '4', '--quotas', 'source:first.jsonl=-1', '--pad', '--out', out);
    expect(JSON.parse(await readFile(`${out}.manifest.json`, 'utf8'))).toMatchObject({
      sources: [{ path: 'first.jsonl' }, { path: 'second.jsonl' }],
      parameters: {
        isPadded: true,
        constraints: { quotas: [{ by: 'source', value: 'first.jsonl', maximum: 1 }] },
        normalization: { parameters: { rules: 'off' } },
      },
    });
  });

  it('never writes the reasons over the dataset', async () => {
    const file = await smallDataset('kept.jsonl');
    const before = await readFile(file, 'utf8');
    const out = path.join(folder, 'rows.jsonl');
    const outcome = await sftLens('select', file, ...plainSteps, '--n', '1', '--out', out, '--why', file, '--quiet');
    expect(outcome.code).toBe(1);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('counts the questions to a judge without asking any', async () => {
    const out = path.join(folder, 'judged.jsonl');
    const judge = ['--method', 'tacos', '--judge-model', 'gpt-4o-mini', '--judge-clusters', 'off', '--dry-run'];
    const report = await json('select', await smallDataset(), ...plainSteps, '--n', '1', ...judge, '--out', out);
    expect(report).toMatchObject({ questions: 4, answered: 0, toAsk: 4 });
    await expect(readFile(out)).rejects.toThrow('ENOENT');
  });

  it('refuses to write a recipe over a dataset', async () => {
    const file = await smallDataset('kept.jsonl');
    const before = await readFile(file, 'utf8');
    expect(await sftLens('normalize', file, ...plainSteps, '--out', file, '--quiet')).toMatchObject({ code: 1 });
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('describes datasets and compares them', async () => {
    const [a, b] = [await smallDataset('a.jsonl'), await smallDataset('b.jsonl')];
    const report = await json<{ datasets: Record<string, unknown>[]; recall: number[][]; jaccard: number[][] }>(
      'stats',
      a,
      b,
      ...plainSteps,
    );
    expect(report.datasets[0]).toMatchObject({ rows: 3, taggedRows: 3, uniqueTags: 4, coverage: 1 });
    expect(report.datasets[0]!['complexity']).toBeCloseTo(7 / 3);
    expect(report).toMatchObject({
      recall: [
        [1, 1],
        [1, 1],
      ],
      jaccard: [
        [1, 1],
        [1, 1],
      ],
    });
  });

  it('compares selectors at equal n', async () => {
    const report = await json<{ methods: Record<string, unknown>[] }>(
      'compare',
      await smallDataset(),
      ...plainSteps,
      '--n',
      '2',
      '--methods',
      'random,top-k,complexity-first',
    );
    expect(report.methods.map(({ method }) => method)).toEqual(['random', 'top-k', 'complexity-first']);
    for (const key of ['coverage', 'averageTags', 'meanQueryLength', 'nearDuplicateShare', 'sources', 'overlap'])
      expect(report.methods[0]).toHaveProperty(key);
  });

  it('writes a recipe that replays to the same vocabulary', async () => {
    const file = await smallDataset();
    const recipe = path.join(folder, 'recipe.json');
    const steps = ['--tags-field', 'tags'];
    const first = await json<{ vocabulary: number }>('normalize', file, ...plainSteps, '--out', recipe);
    expect(await json('normalize', file, ...steps, '--recipe', recipe)).toMatchObject({ vocabulary: first.vocabulary });
  });

  it('writes its vocabulary into a recipe, and sees other data through it', async () => {
    const [file, recipe] = [await smallDataset(), path.join(folder, 'fixed.recipe.json')];
    await json('normalize', file, ...plainSteps, '--out', recipe, '--fixed');
    const { vocabulary } = JSON.parse(await readFile(recipe, 'utf8')) as { vocabulary: { name: string }[] };
    expect(vocabulary.map(({ name }) => name)).toEqual(['Arithmetic', 'Creative Writing', 'Mathematics', 'Poetry']);
    const other = path.join(folder, 'other.jsonl');
    await writeFile(other, `${JSON.stringify({ instruction: 'a', output: 'b', tags: ['poetry', 'Cooking'] })}\n`);
    const seen = await json<{ vocabulary: number; funnel: { step: string; tags: number }[] }>(
      ...['normalize', other, '--tags-field', 'tags', '--recipe', recipe],
    );
    expect(seen.vocabulary).toBe(4);
    expect(seen.funnel.map(({ step, tags }) => [step, tags])).toEqual([
      ['raw', 2],
      ['manual', 0],
    ]);
  });

  it.each([
    [['--support', '0'], 2, '--support must be a whole number of at least 1, got "0"'],
    [['--semantic', '0'], 2, 'above 0 and at most 2, got 0'],
    [['--semantic', '2.5'], 2, 'must be a number from 0 to 2, got "2.5"'],
    [['--confidence', '1.5'], 2, 'must be a number from 0 to 1, got "1.5"'],
    [['--frequency', '0'], 2, '--frequency must be a whole number of at least 1, got "0"'],
  ])('answers %j with one clear line', async (options, code, message) => {
    const outcome = await sftLens('normalize', await smallDataset(), '--tags-field', 'tags', ...options);
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(outcome.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('merges everything at an ε of 2, and says how far', async () => {
    const prefix = path.join(folder, 'wide');
    await writeFile(`${prefix}.json`, '["Arithmetic","Creative Writing","Mathematics","Poetry"]');
    await writeFile(`${prefix}.f32`, new Uint8Array(new Float32Array([1, 0, 0, 1, -1, 0, 0, -1]).buffer));
    const steps = [...plainSteps.slice(0, 6), '--support', 'off', '--semantic', '2', '--embeddings', prefix];
    expect(await json('normalize', await smallDataset(), ...steps)).toMatchObject({ vocabulary: 1 });
  });

  it.each([
    ['{"version": 9, "parameters": {}}', 1, 'has version 9; this program reads up to 1'],
    ['{"version": 1, "parameters": {"frequency": 0}}', 1, 'Frequency must be a whole number of at least 1, got 0'],
    ['{"version": 1, "parameters": {}, "decisions": [{"kind": "fold", "tag": "a"}]}', 1, 'decisions[0] has the kind'],
    ['not a recipe', 1, 'not valid JSON'],
    ['{"version": 1, "parameters": {"semantic": "off"}, "colour": 1}', 0, 'The field "colour" is unknown'],
  ])('answers the recipe %s', async (text, code, message) => {
    const recipe = path.join(folder, 'some.recipe.json');
    await writeFile(recipe, text);
    const outcome = await sftLens('normalize', await smallDataset(), '--tags-field', 'tags', '--recipe', recipe);
    expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  it('names the decisions of a recipe made for other data', async () => {
    const recipe = path.join(folder, 'other.recipe.json');
    const decision = { kind: 'rename', tag: 'Cooking', name: 'Cuisine' };
    await writeFile(recipe, JSON.stringify({ version: 1, parameters: { semantic: 'off' }, decisions: [decision] }));
    const steps = ['--tags-field', 'tags', '--recipe', recipe];
    expect(await json('normalize', await smallDataset(), ...steps)).toMatchObject({ unusedDecisions: [decision] });
    const told = await sftLens('normalize', await smallDataset(), ...steps);
    expect(told.stderr).toContain('1 decision of the recipe names a tag that these data do not have: Cooking');
  });

  it.each([
    ['one row', [['A']]],
    [
      'all alike',
      [
        ['A', 'B'],
        ['A', 'B'],
        ['A', 'B'],
      ],
    ],
    ['empty and white-space tags', [['', '  ', 'A']]],
    ['tags of 10,000 characters', [['x'.repeat(10_000), 'A']]],
  ])('normalizes %s', async (_, tags) => {
    const file = path.join(folder, 'odd.jsonl');
    const lines = tags.map((names, row) => `${JSON.stringify({ instruction: `q${row}`, output: 'a', tags: names })}\n`);
    await writeFile(file, lines.join(''));
    const steps = ['--tags-field', 'tags', '--semantic', 'off', '--frequency', '1'];
    const { vocabulary } = await json<{ vocabulary: number }>('normalize', file, ...steps);
    expect(vocabulary).toBeGreaterThan(0);
  });

  it('carries a vocabulary through each of its formats', async () => {
    const file = await smallDataset();
    for (const extension of ['txt', 'tsv', 'json']) {
      const out = path.join(folder, `vocabulary.${extension}`);
      const again = path.join(folder, `again.${extension}`);
      const { vocabulary } = await json<{ vocabulary: number }>(
        'normalize',
        file,
        ...plainSteps,
        '--vocabulary-out',
        out,
      );
      const fixed = ['--tags-field', 'tags', '--vocabulary', out, '--vocabulary-out', again];
      expect(await json('normalize', file, ...fixed)).toMatchObject({ vocabulary });
      expect(await readFile(again, 'utf8')).toBe(await readFile(out, 'utf8'));
    }
    const wrong = path.join(folder, 'wrong.json');
    await writeFile(wrong, '[1, 2]');
    const { code, stderr } = await sftLens('normalize', file, ...plainSteps, '--vocabulary', wrong);
    expect([code, stderr]).toEqual([1, expect.stringContaining('must be a JSON list of tag names')]);
  });

  it('carries tags of rows through a file', async () => {
    const [file, tags] = [await smallDataset(), path.join(folder, 'rows.tags.jsonl')];
    await json('normalize', file, ...plainSteps, '--tags-out', tags);
    const copy = await smallDataset('copy.jsonl');
    expect(await json('tag', copy, '--tags-file', tags)).toMatchObject({ tagged: 3, failed: 0 });
    const again = path.join(folder, 'rows.again.jsonl');
    await json('normalize', copy, ...plainSteps.slice(2), '--tags-out', again);
    expect(await readFile(again, 'utf8')).toBe(await readFile(tags, 'utf8'));
    await writeFile(tags, '{"row":0,"tags":["a"]}\n{"row":9,"tags":["b"]}\n');
    const { code, stderr } = await sftLens('tag', copy, '--tags-file', tags);
    expect([code, stderr]).toEqual([1, expect.stringContaining('line 2: there is no row 9, the dataset has 3 rows')]);
  });

  it('takes vectors from an endpoint, saying first what goes there, and from a file', async () => {
    const file = await smallDataset();
    const steps = [...plainSteps.slice(0, 6), '--semantic', '0.05', '--support', 'off'];
    const mock = new LLMock({ port: 0, logLevel: 'silent' });
    await mock.start();
    try {
      const endpoint = ['--embeddings-model', 'text-embedding-3-small', '--embeddings-url', `${mock.url}/v1`];
      const { code, stdout, stderr } = await sftLens('normalize', file, ...steps, ...endpoint, '--json');
      expect([code, stderr]).toEqual([0, expect.stringContaining(`no queries, go to ${mock.url}/v1`)]);
      expect(JSON.parse(stdout)).toMatchObject({ vocabulary: 4 });
    } finally {
      await mock.stop();
    }
    const prefix = path.join(folder, 'vectors');
    await writeFile(`${prefix}.json`, '["Arithmetic","Creative Writing"]');
    await writeFile(`${prefix}.f32`, new Uint8Array(new Float32Array([1, 0, 0, 1]).buffer));
    const missing = await sftLens('normalize', file, ...steps, '--embeddings', prefix);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('no vector for the tag "Mathematics"')]);
    const both = await sftLens('normalize', file, '--embeddings', prefix, '--embeddings-model', 'm');
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('not both')]);
  });
});

describe.skipIf(!hasShared)('sft-lens on the real replies', { timeout: 60_000 }, () => {
  const file = sharedPath('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl');
  const steps = [
    '--tags-field',
    'raw_instag',
    '--rules',
    'literal',
    '--order',
    'rules-first',
    '--frequency',
    '2',
    '--semantic',
    'off',
    '--support',
    'off',
  ];

  it('agrees with the reference funnel', async () => {
    const report = await json<{ funnel: Record<string, unknown>[] }>('normalize', file, ...steps);
    expect(report).toMatchObject({ rows: 3423, unreadableReplies: 1, lenientRows: 28, vocabulary: 1693 });
    expect(report.funnel.map(({ step }) => step)).toEqual(['raw', 'rules', 'frequency']);
    expect(report.funnel[2]).toMatchObject({ tags: 1693, occurrences: 9728, rowsWithoutTags: 130 });
  });

  it.each([
    ['0.05', 7080],
    ['0.1', 6791],
    ['0.15', 6085],
    ['0.2', 4956],
  ])('leaves as many tags at ε %s as scikit-learn', async (epsilon, tags) => {
    const report = await json(
      'normalize',
      file,
      '--tags-field',
      'raw_instag',
      '--rules',
      'off',
      '--frequency',
      '1',
      '--min-samples',
      '2',
      '--support',
      'off',
      '--semantic',
      epsilon,
      '--embeddings',
      sharedPath('reference', 'raw_tags'),
    );
    expect(report).toMatchObject({ vocabulary: tags });
  });

  it("takes Algorithm 1's rows in order", async () => {
    const reference = JSON.parse(
      await readFile(sharedPath('reference', 'selection_algorithm1.json'), 'utf8'),
    ) as Record<string, { lines: number[]; rounds: number }>;
    for (const [n, { lines, rounds }] of Object.entries(reference)) {
      const report = await json(
        'select',
        file,
        ...steps,
        '--n',
        n,
        '--method',
        'complexity-first',
        '--out',
        path.join(folder, `chosen-${n}.jsonl`),
      );
      expect(report).toMatchObject({ rows: lines, rounds });
    }
  });
});
