import { existsSync } from 'node:fs';
import path from 'node:path';

/** The build's `dist` folder: where this bundle lies, or, for code run from its sources, `dist` beside `package.json`. */
export function distFolder(): string {
  for (let folder = __dirname; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'workers')) && path.basename(folder) === 'dist') return folder;
    if (existsSync(path.join(folder, 'package.json'))) return path.join(folder, 'dist');
    if (folder === path.dirname(folder)) throw new Error('The folder with the built threads was not found.');
  }
}

/** The script of a thread, as built by esbuild.js from `src/workers`. */
export function workerPath(name: string): string {
  return path.join(distFolder(), 'workers', `${name}.js`);
}
