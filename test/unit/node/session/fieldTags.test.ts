import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { detectTagsField, readFieldTags } from '../../../../src/node/session/fieldTags';
import { temporaryFile } from '../../../support/temporaryFiles';

const rows = [
  '{"q": "a", "tags": ["Math", "Logic", "Math"]}',
  '{"q": "b"}',
  '{"q": "c", "tags": "[{\\"tag\\": \\"Math\\", \\"explanation\\": \\"e\\"}]"}',
  '{"q": "d", "tags": [}',
  '{"q": NaN, "tags": []}',
];

describe('tags in a field of the rows', () => {
  it('become a table, with what could not be read counted', async () => {
    const dataset = await openDataset(temporaryFile('data.jsonl', rows.join('\n')));
    onTestFinished(() => dataset.close());
    const { table, ...counts } = await readFieldTags(dataset, 'tags');
    expect(table.names).toEqual(['Math', 'Logic']);
    expect([...table.tagOffsets]).toEqual([0, 2, 2, 3, 3, 3]);
    expect([...table.tagIds]).toEqual([0, 1, 0]);
    expect([...table.isTagged!]).toEqual([1, 0, 1, 0, 1]);
    expect(counts).toMatchObject({
      taggedCount: 3,
      missingCount: 1,
      invalidRowCount: 1,
      lenientRowCount: 1,
      unreadableCount: 0,
    });
  });

  it('are found where eight of ten rows have them', () => {
    const tagged = { raw_instag: ['a'] };
    expect(detectTagsField([tagged, tagged, tagged, tagged, {}])).toBe('raw_instag');
    expect(detectTagsField([tagged, tagged, tagged, {}])).toBeNull();
    expect(detectTagsField([])).toBeNull();
  });
});
