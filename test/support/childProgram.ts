/** Programs of `test/support` that tests start as processes of their own. */
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchFolder } from './tagging';

/** Bundles `test/support/NAME.ts`; returns the bundle's path. */
export async function bundleChild(name: string): Promise<string> {
  const outfile = join(scratchFolder(), `${name}.cjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`../../test/support/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
}
