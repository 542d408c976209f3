import { open, type FileHandle } from 'node:fs/promises';
import type { ByteSource } from '../../core/ports';

/** Ranges of one open file. */
export class FileByteSource implements ByteSource {
  private constructor(
    private readonly handle: FileHandle,
    readonly sizeBytes: number,
  ) {}

  static async open(path: string): Promise<FileByteSource> {
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    return new FileByteSource(handle, size);
  }

  /** Into `target`, whose earlier content is lost, where one of that length is given. */
  async read(offset: number, length: number, target?: Uint8Array): Promise<Uint8Array> {
    const bytes = target?.length === length ? target : Buffer.allocUnsafeSlow(length);
    let used = 0;
    while (used < length) {
      const { bytesRead } = await this.handle.read(bytes, used, length - used, offset + used);
      if (bytesRead === 0) break;
      used += bytesRead;
    }
    return used === length ? bytes : bytes.subarray(0, used);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
