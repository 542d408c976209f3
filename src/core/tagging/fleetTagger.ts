/** Several endpoints that serve one model, as one tagger: each gets requests by its weight, and none while it is in trouble. */
import type { Clock } from '../ports';
import type { AbortSignalOf, Tagger, TaggerTrouble, TagReply } from './tagRecord';

export interface FleetMember {
  readonly tagger: Tagger;
  /** Share of the requests relative to the others; at least 1 in practice. */
  readonly weight: number;
}

interface Endpoint extends FleetMember {
  inFlight: number;
  /** Not asked before this time. */
  restsUntil: number;
  failuresInRow: number;
}

const shortestRestMs = 1_000;
const longestRestMs = 60_000;

/** The members must be of one model and prompt: their tags are kept under one name. */
export function fleetTagger(members: readonly FleetMember[], clock: Clock): Tagger {
  const [first] = members;
  if (first === undefined) throw new Error('A fleet needs at least one endpoint.');
  if (members.length === 1) return first.tagger;
  const fleet = new Fleet(members, clock);
  return {
    identity: first.tagger.identity,
    isRemote: members.some((member) => member.tagger.isRemote),
    label: `${first.tagger.identity.model} at ${members.length} endpoints`,
    maxConcurrency: members.reduce((sum, member) => sum + member.tagger.maxConcurrency, 0),
    tag: (query, signal) => fleet.tag(query, signal),
  };
}

class Fleet {
  private readonly endpoints: Endpoint[];

  constructor(
    members: readonly FleetMember[],
    private readonly clock: Clock,
  ) {
    this.endpoints = members.map((member) => ({ ...member, inFlight: 0, restsUntil: 0, failuresInRow: 0 }));
  }

  async tag(query: string, signal?: AbortSignalOf): Promise<TagReply | TaggerTrouble> {
    const endpoint = this.choose();
    endpoint.inFlight++;
    try {
      const answer = await endpoint.tagger.tag(query, signal);
      return answer.kind === 'reply' ? this.onReply(endpoint, answer) : this.onTrouble(endpoint, answer);
    } finally {
      endpoint.inFlight--;
    }
  }

  /** The awake endpoint with the least load for its weight; ties to the first. Where all rest, the one that wakes first. */
  private choose(): Endpoint {
    const now = this.clock.now();
    const awake = this.endpoints.filter((endpoint) => endpoint.restsUntil <= now);
    const least = (load: (endpoint: Endpoint) => number, among: readonly Endpoint[]): Endpoint =>
      among.reduce((best, endpoint) => (load(endpoint) < load(best) ? endpoint : best));
    if (awake.length === 0) return least((endpoint) => endpoint.restsUntil, this.endpoints);
    return least((endpoint) => (endpoint.inFlight + 1) / endpoint.weight, awake);
  }

  private onReply(endpoint: Endpoint, reply: TagReply): TagReply {
    endpoint.failuresInRow = 0;
    if (reply.waitMs === undefined) return reply;
    endpoint.restsUntil = this.clock.now() + reply.waitMs;
    const { kind, outcome, usage, requests } = reply;
    const kept = { ...(usage === undefined ? {} : { usage }), ...(requests === undefined ? {} : { requests }) };
    return { kind, outcome, ...kept, ...this.wait() };
  }

  /** Trouble of one endpoint is a reason to ask another, and stops the run only when all are in it. */
  private onTrouble(endpoint: Endpoint, trouble: TaggerTrouble): TaggerTrouble {
    if (!trouble.isRetryable && !trouble.stopsRun) return trouble;
    endpoint.failuresInRow++;
    endpoint.restsUntil = this.clock.now() + restMs(endpoint, trouble);
    if (this.endpoints.every((other) => other.restsUntil === Infinity)) return trouble;
    const { kind, reason, message, requests } = trouble;
    const { waitMs } = this.wait();
    const kept = requests === undefined ? {} : { requests };
    const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
    return { kind, reason, message, isRetryable: true, stopsRun: false, ...kept, ...wait };
  }

  /** Until somebody is awake; absent while somebody is. */
  private wait(): { readonly waitMs?: number } {
    const waitMs = Math.min(...this.endpoints.map((endpoint) => endpoint.restsUntil)) - this.clock.now();
    return waitMs > 0 && Number.isFinite(waitMs) ? { waitMs } : {};
  }
}

/** A wrong key or model will not mend itself; the rest is tried again later and later. */
function restMs(endpoint: Endpoint, trouble: TaggerTrouble): number {
  if (trouble.stopsRun) return Infinity;
  const grown = Math.min(longestRestMs, shortestRestMs * 2 ** (endpoint.failuresInRow - 1));
  return trouble.retryAfterMs ?? (trouble.reason === 'unreachable' ? grown : shortestRestMs);
}
