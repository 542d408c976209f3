/** Before any test: builds the threads of the product into `dist/workers`, from where code under test starts them. */
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('../..', import.meta.url));
const threads = /^(index|survey|search|read|hash)Job\.ts$/;

export async function setup(): Promise<void> {
  await build({
    absWorkingDir: projectFolder,
    entryPoints: readdirSync(`${projectFolder}/src/workers`)
      .filter((name) => threads.test(name))
      .map((name) => `src/workers/${name}`),
    outdir: 'dist/workers',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
}
