/** Starts a job on a fresh thread and settles in every case: result, error, crash, cancel. */
import type { ProgressListener } from '../../core/ports';
import type { JobName, Jobs } from '../../protocol/jobs';

export interface RunJobOptions<Name extends JobName> {
  /** The build's `dist` folder, which holds `workers/`. */
  readonly distFolder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  /** Answers what the job asks while it runs (vectors, for instance). */
  readonly answer?: ((question: Jobs[Name]['question']) => Promise<Jobs[Name]['answer']>) | undefined;
}

/** Resolves with the job's output; rejects with its error, or with an `AbortError` when `signal` fired (the thread is ended). */
export async function runJob<Name extends JobName>(
  name: Name,
  input: Jobs[Name]['input'],
  options: RunJobOptions<Name>,
): Promise<Jobs[Name]['output']> {
  throw new Error(`Not built yet: ${name} ${String(input)} ${options.distFolder}`);
}
