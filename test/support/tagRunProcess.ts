/** Runs of the tagger in processes of their own, which tests may kill. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface ChildOptions {
  readonly baseUrl: string;
  readonly datasetPath: string;
  readonly count: number;
  /** Queries are this and a number. */
  readonly prefix: string;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** Counts what an earlier run had under way; for one process at a time. */
  readonly notesSent?: boolean;
}

export interface ChildReport {
  readonly state: string;
  readonly tagged: number;
  readonly failed: number;
  readonly requests: number;
  readonly retries: number;
  readonly repeated: number;
  readonly ending: string;
  readonly message?: string;
  /** Of the run, without the start of the process. */
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  /** From the start of the run to its end; the process took longer. */
  readonly runSeconds: number;
}

export interface ChildRun {
  readonly process: ChildProcess;
  /** Hashes the child has said to be in the journal, so far. */
  readonly acknowledged: readonly string[];
  /** Settles when the process is gone; the report is absent where it was killed. */
  readonly ended: Promise<ChildReport | undefined>;
}

export function startTagRunChild(program: string, options: ChildOptions): ChildRun {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  let report: ChildReport | undefined;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith('{')) report = JSON.parse(line) as ChildReport;
      else acknowledged.push(line);
    }
  });
  const ended = new Promise<ChildReport | undefined>((resolve) => child.on('close', () => resolve(report)));
  return { process: child, acknowledged, ended };
}
