import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { trainingFiles, type HandOverRequest } from '../../../../src/core/export/trainingHandOver';
import { yamlText } from '../../../../src/core/export/yamlText';
import { randomOf, type Random } from '../../../../src/core/select/random';

/** Everything that YAML 1.1 or 1.2 reads as something else than a text when it stands bare. */
const nasty = [
  ...[
    '2024_01',
    '1_000',
    '0x1f',
    '0o17',
    '017',
    '1e5',
    '1.5',
    '.5',
    '+1',
    '-1',
    '.inf',
    '-.inf',
    '.nan',
    '12:30:45',
    '1:20',
  ],
  ...[
    '2024-01-02',
    '2024-01-02T03:04:05Z',
    '0b101',
    'y',
    'Y',
    'n',
    'N',
    'yes',
    'No',
    'ON',
    'on',
    'off',
    'true',
    'False',
  ],
  ...[
    'null',
    'Null',
    '~',
    '',
    '=',
    '<<',
    '-',
    '--',
    '---',
    '...',
    '-a',
    '- a',
    '?',
    '? a',
    ':',
    ':a',
    'a: b',
    'a:',
    'a #b',
    '#a',
  ],
  ...[
    '&a',
    '*a',
    '!a',
    '!!int 3',
    '|',
    '>',
    '%TAG',
    '@a',
    '`a',
    "'",
    '"',
    "it's",
    'say "so"',
    '[a]',
    '{a: b}',
    ',',
    'a,b',
    ']',
    '}',
  ],
  ...[
    ' a',
    'a ',
    'a  b',
    '\t',
    'a\tb',
    'a\nb',
    'a\n\nb',
    'a\r\nb',
    '\\',
    '\\n',
    'C:\\data\\x',
    '$(rm)',
    '${HOME}',
    '`id`',
    '%s',
  ],
  ...[
    'é',
    'e\u0301',
    '数据_一',
    'ไทย',
    'हिन्दी',
    'مرحبا',
    '🎉',
    '\u00a0',
    '\u0085',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ufeffa',
    '\u007f',
    '\u0000',
    '\u001b[0m',
  ],
];
const versions = ['1.1', '1.2'] as const;

describe('yamlText', () => {
  it.each(versions)(
    'is read back as the same text by YAML %s, as a value and as a key, in blocks and in flows',
    (version) => {
      for (const text of nasty) {
        const quoted = yamlText(text);
        const source = `key: ${quoted}\nlist:\n  - path: ${quoted}\n    next: 1\n${quoted}: [${quoted}, {a: ${quoted}}]\n`;
        expect(parse(source, { version }), JSON.stringify(text)).toEqual({
          key: text,
          list: [{ path: text, next: 1 }],
          [text]: [text, { a: text }],
        });
      }
    },
  );

  it('holds nothing that a reader of YAML refuses or takes for a line end, whatever the text', () => {
    const random = randomOf(5);
    for (let round = 0; round < 2_000; round++) {
      const text = String.fromCodePoint(...Array.from({ length: 1 + random.below(12) }, () => aCharacter(random)));
      const quoted = yamlText(text);
      expect(quoted).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/u);
      for (const version of versions) expect(parse(quoted, { version })).toBe(text);
    }
  });
});

/** Half of them from the range where line ends and marks lie; no lone surrogates, which no file name holds. */
function aCharacter(random: Random): number {
  const code = random.below(2) === 0 ? random.below(0x100) : random.below(0x11_0000);
  return code >= 0xd800 && code <= 0xdfff ? 0x2028 : code;
}

describe('the settings of every trainer', () => {
  const columns = { rows: 1, stages: { sft: 1, dpo: 0, kto: 0 }, counts: {}, toolRows: 1, partRows: 1 };
  const formats = ['alpaca', 'sharegpt', 'messages'] as const;
  const stages = ['sft', 'dpo', 'kto'] as const;
  const requests = formats.flatMap((format) => stages.map((stage) => ({ format, stage, columns })));

  it.each(versions)('name exactly the dataset and its files, however these are called (YAML %s)', (version) => {
    for (const name of nasty) {
      for (const part of requests) {
        const validation = { name: `${name}v`, fileName: `${name}.v` };
        const request: HandOverRequest = { ...part, name, fileName: name, validation };
        for (const file of trainingFiles(request)) {
          if (!file.name.endsWith('.yaml')) continue;
          // The name stands in a comment at the head too, where only safe ones come: see `datasetNameOf`.
          const body = file.text.slice(file.text.indexOf('# Published'));
          const [settings, ...more] = parseAllDocuments(body, { version });
          expect(more).toEqual([]);
          expect(settings!.errors).toEqual([]);
          check(settings!.toJS() as Record<string, unknown>, request);
        }
      }
    }
  });

  function check(settings: Record<string, unknown>, { name, fileName, validation }: HandOverRequest): void {
    expect(settings['output_dir']).toBe(`saves/${name}`);
    if ('dataset' in settings) {
      expect(settings).toMatchObject({ dataset: name, eval_dataset: validation!.name, seed: 42 });
      return;
    }
    expect(settings).toMatchObject({
      datasets: [{ path: fileName, ds_type: 'json' }],
      test_datasets: [{ path: validation!.fileName, ds_type: 'json' }],
      dataset_prepared_path: `prepared/${name}`,
    });
  }
});
