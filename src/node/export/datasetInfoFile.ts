/** LLaMA-Factory keeps all its datasets in one file beside them: entries that are there already stay. */
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { ExportTrouble } from '../../core/export/exportTrouble';
import { checkJson } from '../../core/dataset/jsonCheck';

export const infoName = 'dataset_info.json';

export type InfoEntries = Readonly<Record<string, unknown>>;

export type InfoReading =
  | { readonly kind: 'entries'; readonly entries: InfoEntries }
  | { readonly kind: 'damaged'; readonly trouble: ExportTrouble };

/** No file is no entries; everything else that cannot be read is said, so that nobody's work is overwritten. */
export async function readInfo(path: string): Promise<InfoReading> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => error);
  if (bytes instanceof Error) {
    const { code = bytes.message } = bytes;
    if (code === 'ENOENT') return { kind: 'entries', entries: {} };
    return { kind: 'damaged', trouble: { kind: 'unreadableInfo', path, code } };
  }
  if (!isUtf8(bytes)) return damaged(path, firstBadByte(bytes), 'it is not UTF-8');
  return parseInfo(path, bytes.toString('utf8'));
}

function parseInfo(path: string, text: string): InfoReading {
  const json = text.replace(/^\ufeff/u, '');
  const byteOf = (index: number) => Buffer.byteLength(text.slice(0, index + text.length - json.length));
  const check = checkJson(json);
  if (check.kind === 'invalid') return damaged(path, byteOf(check.index), check.message.replace('the row', 'the file'));
  const [bare] = check.bareNumbers;
  if (bare !== undefined) return damaged(path, byteOf(bare.index), `${bare.word} is no value of JSON`);
  const value: unknown = JSON.parse(json);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { kind: 'entries', entries: value as InfoEntries };
  return damaged(path, byteOf(json.search(/\S/u)), 'an object of datasets must stand here');
}

function damaged(path: string, byte: number, reason: string): InfoReading {
  return { kind: 'damaged', trouble: { kind: 'damagedInfo', path, byte, reason } };
}

function firstBadByte(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'), 'utf8');
  return bytes.findIndex((byte, at) => byte !== again[at]);
}

/** True where no entry has that name, or it is one for the same file. */
export function isFreeFor(entries: InfoEntries, name: string, fileName: string): boolean {
  if (!Object.hasOwn(entries, name)) return true;
  const entry = entries[name];
  return typeof entry === 'object' && entry !== null && 'file_name' in entry && entry.file_name === fileName;
}
