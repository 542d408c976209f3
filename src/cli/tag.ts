/** `sft-lens tag FILE`. */

export interface TagCommandOptions {
  readonly tagger?: 'openai' | 'instagger' | 'local';
  readonly baseUrl?: string;
  readonly model?: string;
  readonly concurrency?: number;
  readonly limit?: number;
  /** `A-B`, both included, counted from 0. */
  readonly rows?: string;
  readonly maxRequests?: number;
  readonly maxCost?: number;
  readonly isDryRun?: boolean;
  readonly query?: string;
  readonly tagsField?: string;
  readonly journal?: string;
  /** Environment the key is read from; default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (line: string) => void;
}

/** What `--json` prints. */
export interface TagReport {
  readonly queries: number;
  readonly alreadyTagged: number;
  readonly tagged: number;
  readonly failed: number;
  readonly requests: number;
  readonly retries: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: number;
  readonly seconds: number;
}

export async function tag(path: string, options: TagCommandOptions): Promise<TagReport> {
  throw new Error(`Not built yet: ${path} ${options.tagger ?? 'local'}`);
}
