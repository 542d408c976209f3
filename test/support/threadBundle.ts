/** Thread entries bundled for a test into a folder of its own, laid out like `dist`. */
import { build } from 'esbuild';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles `source` (which may import `./src/…`) as thread `name`; returns the folder that stands for `dist`. */
export async function bundleThread(name: string, source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sft-lens-thread-'));
  await build({
    stdin: { contents: source, resolveDir: projectFolder, loader: 'ts' },
    outfile: join(folder, 'workers', `${name}.js`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
  return folder;
}
