/** Tags as they are kept: one record per tagged query, keyed by the content hash of its text. */

export interface Tag {
  readonly tag: string;
  readonly explanation?: string;
}

export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Who made a record; two records of one query with the same three values replace each other. */
export interface TaggerIdentity {
  /** `embedded`, `lexical`, `openai`, `instagger`, `languageModel`, `field`. */
  readonly tagger: string;
  readonly model: string;
  /** Hash of the prompt template; empty for taggers without one. */
  readonly promptHash: string;
}

export interface TagRecord extends TaggerIdentity {
  /** 32 hexadecimal digits: the first 128 bits of SHA-256 over the query's UTF-8 text. */
  readonly query: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The run that made it, so that a run can be undone. */
  readonly run: string;
  readonly outcome: TagOutcome;
  readonly usage?: TokenUsage;
}

/** What became of one query. A reply that cannot be read is an error of that query, never "0 tags". */
export type TagOutcome =
  | { readonly kind: 'tagged'; readonly tags: readonly Tag[] }
  | { readonly kind: 'unreadable'; readonly message: string; readonly raw: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Why a tagger could not answer, and whether another try may help. */
export interface TaggerTrouble {
  readonly kind: 'trouble';
  readonly reason:
    | 'unauthorized'
    | 'forbidden'
    | 'unknownModel'
    | 'badRequest'
    | 'contextTooLong'
    | 'contentFilter'
    | 'quota'
    | 'rateLimited'
    | 'serverError'
    | 'unreachable'
    | 'timeout'
    | 'notLoaded';
  /** One sentence: what happened, to what, and what to do. Never holds a key. */
  readonly message: string;
  readonly isRetryable: boolean;
  /** True where every other query would fail alike, so that the run stops. */
  readonly stopsRun: boolean;
  readonly retryAfterMs?: number;
  /** Requests it took, where not one. */
  readonly requests?: number;
}

export interface TagReply {
  readonly kind: 'reply';
  readonly outcome: TagOutcome;
  readonly usage?: TokenUsage;
  /** The service's allowance is spent: wait so long before the next request. */
  readonly waitMs?: number;
  /** Requests it took, where not one. */
  readonly requests?: number;
}

/** The one port behind which every tagger stands. */
export interface Tagger {
  readonly identity: TaggerIdentity;
  /** True where each request costs money or leaves the machine. */
  readonly isRemote: boolean;
  /** As people should read it: `all-MiniLM-L6-v2, embedded (preview quality)`. */
  readonly label: string;
  /** Requests that may be under way at once. */
  readonly maxConcurrency: number;
  /** Tags one query. Expected trouble is a value; rejects only when cancelled. */
  tag(query: string, signal?: AbortSignalOf): Promise<TagReply | TaggerTrouble>;
}

/** An `AbortSignal`, named structurally because the core has no DOM or Node types. */
export interface AbortSignalOf {
  readonly aborted: boolean;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
