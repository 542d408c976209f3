/**
 * One holder at a time among processes, by a lock file that names its owner. A lock whose owner is dead, or that has not
 * been renewed for a minute (another machine), is taken over by renaming it away, so that two takers cannot both win.
 */
import { randomUUID } from 'node:crypto';
import { link, open, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
  readonly since: string;
}

export interface FileLock {
  release(): Promise<void>;
}

export interface LockOptions {
  /** How long to wait for another holder; 0 gives up at once. */
  readonly waitMs: number;
  readonly signal?: AbortSignal;
}

const staleMs = 60_000;
const renewMs = 15_000;

/** The lock, or its present owner when it could not be had in time. */
export async function acquireLock(path: string, options: LockOptions): Promise<FileLock | LockOwner> {
  const owner: LockOwner = { pid: process.pid, host: hostname(), token: randomUUID(), since: new Date().toISOString() };
  const deadline = Date.now() + options.waitMs;
  for (;;) {
    options.signal?.throwIfAborted();
    if (await create(path, owner)) return held(path, owner.token);
    const other = await readOwner(path);
    if (other === null) continue;
    if (await isStale(path, other)) await moveAway(path, other);
    else if (Date.now() >= deadline) return other;
    else await delay(5 + Math.random() * 20);
  }
}

export function isLock(result: FileLock | LockOwner): result is FileLock {
  return 'release' in result;
}

/** Creates the lock with its content in one step; `link` fails where it exists already. */
async function create(path: string, owner: LockOwner): Promise<boolean> {
  const draft = `${path}.${owner.token}`;
  await writeFile(draft, JSON.stringify(owner));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(codeOf(error)))
      return createPlainly(path, owner);
    throw error;
  } finally {
    await unlink(draft).catch(() => undefined);
  }
}

/** For file systems without hard links. */
async function createPlainly(path: string, owner: LockOwner): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(JSON.stringify(owner));
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function held(path: string, token: string): FileLock {
  const renewal = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), renewMs);
  renewal.unref();
  return {
    release: async () => {
      clearInterval(renewal);
      if ((await readOwner(path))?.token === token) await unlink(path).catch(() => undefined);
    },
  };
}

async function readOwner(path: string): Promise<LockOwner | null> {
  try {
    const value = JSON.parse(await readFile(path, 'utf8')) as Partial<LockOwner>;
    return { pid: value.pid ?? 0, host: value.host ?? '', token: value.token ?? '', since: value.since ?? '' };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (error instanceof SyntaxError) return { pid: 0, host: '', token: '', since: '' };
    throw error;
  }
}

async function isStale(path: string, owner: LockOwner): Promise<boolean> {
  if (owner.host === hostname() && owner.pid > 0 && !isAlive(owner.pid)) return true;
  const age = await stat(path).then(
    (facts) => Date.now() - facts.mtimeMs,
    () => 0,
  );
  return age > staleMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Renames the stale lock away; puts it back where somebody else had replaced it meanwhile. */
async function moveAway(path: string, stale: LockOwner): Promise<void> {
  const aside = `${path}.stale-${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readOwner(aside);
  if (moved !== null && moved.token !== stale.token) await link(aside, path).catch(() => undefined);
  await unlink(aside).catch(() => undefined);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
