import type { Compression } from './dataset';

const signatures: readonly { readonly compression: Compression; readonly bytes: readonly number[] }[] = [
  { compression: 'gzip', bytes: [0x1f, 0x8b] },
  { compression: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { compression: 'parquet', bytes: [0x50, 0x41, 0x52, 0x31] },
];

/** How the file is packed, by its first bytes. */
export function findCompression(head: Uint8Array): Compression {
  const found = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  return found?.compression ?? 'none';
}
