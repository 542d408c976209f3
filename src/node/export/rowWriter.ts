/** Lays rows out as a file: one per line, or a JSON array, in the encoding of the source. */
import type { Encoding } from '../../core/dataset/dataset';
import { hasLineEnd, withoutLayout } from '../../core/export/rowBytes';

export type FileLayout = 'lines' | 'array';

/** The bytes around rows, and what is done to the rows themselves. */
export interface RowWriter {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /** One row with what separates it from the row before. */
  row(bytes: Uint8Array, isFirst: boolean): Uint8Array;
  /** One sentence for the manifest. */
  readonly description: string;
}

/** A writer for rows whose bytes are in `encoding`; rows that stood on lines of their own (`areLines`) stay as they are. */
export function createRowWriter(layout: FileLayout, encoding: Encoding, areLines: boolean): RowWriter {
  const mark = (text: string) => encodeAscii(text, encoding);
  const byteOrder = encoding === 'utf-16le' || encoding === 'utf-16be' ? encode('\uFEFF', encoding) : new Uint8Array();
  let changed = 0;
  const lineOf = (bytes: Uint8Array) => {
    const line = areLines ? bytes : onOneLine(bytes, encoding);
    if (line !== bytes) changed++;
    return line;
  };
  return {
    head: layout === 'array' ? joined([byteOrder, mark('[\n')]) : byteOrder,
    tail: layout === 'array' ? mark('\n]\n') : new Uint8Array(),
    row: (bytes, isFirst) =>
      layout === 'array' ? joined([mark(isFirst ? '' : ',\n'), bytes]) : joined([lineOf(bytes), mark('\n')]),
    get description() {
      if (layout === 'array') return 'Rows are exact copies of the source bytes, as items of a JSON array.';
      if (changed === 0) return 'Rows are exact copies of the source bytes, each followed by a line feed.';
      return (
        'Rows are exact copies of the source bytes, each followed by a line feed; rows that spanned several lines ' +
        `lost the white space between tokens, no token was touched (${changed} rows).`
      );
    },
  };
}

/** The row as it is, or without layout where it spans lines. */
function onOneLine(bytes: Uint8Array, encoding: Encoding): Uint8Array {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return hasLineEnd(bytes) ? withoutLayout(bytes) : bytes;
  const text = Buffer.from(encoding === 'utf-16be' ? swapped(bytes) : bytes).toString('utf16le');
  if (!/[\n\r]/.test(text)) return bytes;
  return encode(Buffer.from(withoutLayout(Buffer.from(text, 'utf8'))).toString('utf8'), encoding);
}

function encodeAscii(text: string, encoding: Encoding): Uint8Array {
  return encoding === 'utf-16le' || encoding === 'utf-16be' ? encode(text, encoding) : Buffer.from(text, 'latin1');
}

function encode(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16be' ? swapped(bytes) : bytes;
}

function swapped(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes).swap16();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
