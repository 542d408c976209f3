import type { ContainerFacts, DecodeRow, Encoding } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import { readRow, type ReadRow } from '../../core/dataset/rowReader';

/** Reads rows of a dataset from their bytes, problems placed at bytes of its encoding. */
export function rowReaderOf(container: ContainerFacts, mapping: QueryMapping): (bytes: Uint8Array) => ReadRow {
  const decode = rowDecoder(container);
  return (bytes) => readRow(bytes, decode, mapping, container.encoding);
}

/** The decoder of a dataset's rows: bytes to JSON text. A line of a plain text file becomes a JSON string. */
export function rowDecoder({ kind, encoding }: ContainerFacts): DecodeRow {
  const decode = decoderFor(encoding);
  return kind === 'text' ? (bytes) => JSON.stringify(decode(bytes)) : decode;
}

/** The decoder of an encoding, by the platform's TextDecoder. Malformed bytes become U+FFFD. */
export function decoderFor(encoding: Encoding): DecodeRow {
  const decoder = new TextDecoder(labelOf(encoding), { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes);
}

/** A decoder of consecutive portions of one text; a character may lie across their bounds. */
export function streamDecoder(encoding: Encoding): DecodeRow {
  const decoder = new TextDecoder(labelOf(encoding), { ignoreBOM: true });
  return (bytes) => decoder.decode(bytes, { stream: true });
}

function labelOf(encoding: Encoding): string {
  switch (encoding) {
    case 'utf-8':
    case 'utf-8-bom':
    case 'binary':
      return 'utf-8';
    case 'latin-1':
      return 'windows-1252';
    case 'utf-16le':
    case 'utf-16be':
    case 'gbk':
      return encoding;
  }
}
