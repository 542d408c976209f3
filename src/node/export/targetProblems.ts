/** What stands against writing to a place, as far as can be seen before anything is written. */
import { access, constants, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { exportTroubleText, type ExportTrouble } from '../../core/export/exportTrouble';
import { judgingJournalPath } from '../judging/judgingJournal';
import { refiningJournalPath } from '../refining/refiningJournal';

const mostLinks = 40;

/** `targetTrouble` in one sentence; null where there is none. */
export async function problemWithTarget(
  sources: readonly string[],
  target: string,
  inputs: readonly string[] = [],
): Promise<string | null> {
  const trouble = await targetTrouble(sources, target, inputs);
  return trouble === null ? null : exportTroubleText(trouble);
}

/** Why nothing can be written to `target`. Sources, their journals and `inputs` (tags elsewhere, recipes) stay as they are. */
export async function targetTrouble(
  sources: readonly string[],
  target: string,
  inputs: readonly string[] = [],
): Promise<ExportTrouble | null> {
  for (const path of [target, manifestPathOf(target)]) {
    if (await isOneOf(path, sources)) return { kind: 'isSource', path };
    if (await isOneOf(path, [...inputs, ...sources.flatMap(journalsOf)])) return { kind: 'isInput', path };
  }
  const found = await stat(target).catch(() => null);
  if (found?.isDirectory()) return { kind: 'isFolder', path: target };
  const folder = dirname(target);
  if (!(await stat(folder).catch(() => null))?.isDirectory()) return { kind: 'noFolder', path: folder };
  return access(folder, constants.W_OK).then(
    () => null,
    () => ({ kind: 'lockedFolder', path: folder }) as const,
  );
}

/** Whatever lies beside a dataset and was paid for, there or still to be. */
function journalsOf(datasetPath: string): string[] {
  return [`${datasetPath}.tags.jsonl`, judgingJournalPath(datasetPath), refiningJournalPath(datasetPath)];
}

export function manifestPathOf(target: string): string {
  return `${target}.manifest.json`;
}

/** True where `path` leads to one of the files, by whatever spelling or links; they need not exist. */
export async function isOneOf(path: string, files: readonly string[]): Promise<boolean> {
  const areSame = await Promise.all(files.map((file) => isSamePlace(file, path)));
  return areSame.includes(true);
}

async function isSamePlace(a: string, b: string): Promise<boolean> {
  const [statA, statB] = await Promise.all([a, b].map((path) => stat(path).catch(() => null)));
  if (statA && statB && statA.ino !== 0 && statA.dev === statB.dev && statA.ino === statB.ino) return true;
  const [placeA, placeB] = await Promise.all([placeOf(a), placeOf(b)]);
  return placeA === placeB;
}

/** The real path; of what does not exist yet, where links lead, and its name in the real folder. */
async function placeOf(path: string, links = 0): Promise<string> {
  const linked = links < mostLinks ? await danglingTarget(path) : null;
  if (linked !== null) return placeOf(linked, links + 1);
  const inFolder = async () => {
    const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
    return join(folder, spelling(basename(path)));
  };
  return realpath(path).catch(inFolder);
}

/** What a link names that leads to nothing yet; null for everything else. */
async function danglingTarget(path: string): Promise<string | null> {
  if ((await stat(path).catch(() => null)) !== null) return null;
  return readlink(path).then(
    (target) => resolve(dirname(path), target),
    () => null,
  );
}

/** Names that the usual file systems of the platform take for one. */
function spelling(name: string): string {
  return process.platform === 'win32' || process.platform === 'darwin' ? name.normalize('NFC').toLowerCase() : name;
}
