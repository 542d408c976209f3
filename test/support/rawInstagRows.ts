/** The real tagger replies of the shared data, read the way `reference/make.py` reads them. */
import { readFileSync } from 'node:fs';
import { tagTableOf, type TagTable } from '../../src/core/normalize/tagTable';
import { sharedPath } from './sharedData';

/** Tag names per row; `null` for the row whose reply cannot be read. */
export function rawInstagRows(): (string[] | null)[] {
  const lines = readFileSync(sharedPath('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl'), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => tagsOfReply(replyOf(line)));
}

export function rawInstagTable(): TagTable {
  return tagTableOf(rawInstagRows());
}

function replyOf(line: string): string {
  const row = JSON.parse(line.replace(/: NaN/gu, ': null')) as { raw_instag: string };
  return row.raw_instag;
}

function tagsOfReply(reply: string): string[] | null {
  const text = reply.trim().replace(/^```(?:json)?\s*|\s*```$/gu, '');
  for (const candidate of [text, text.replace(/\\(?!["\\/bfnrtu])/gu, '\\\\')]) {
    try {
      return (JSON.parse(candidate) as { tag: string }[]).map((element) => element.tag);
    } catch {
      continue;
    }
  }
  return null;
}
