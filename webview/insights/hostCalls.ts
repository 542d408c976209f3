/** What the page's parts may ask of the host. */
import type { InsightsHost, InsightsPage } from '../../src/protocol/insights';
import type { Rpc } from '../../src/protocol/rpc';

export type HostCalls = Pick<Rpc<InsightsPage, InsightsHost>, 'call'>;

/** Collaborators of every section of the panel. */
export interface SectionContext {
  readonly host: HostCalls;
  readonly activity: Activity;
  /** Says in the status line what did not work. */
  readonly report: (error: unknown) => void;
}

/** Shows that something longer runs, and lets the user stop it. */
export interface Activity {
  /** Returns the way to say that it is over. */
  begin(label: string, cancel: () => void): () => void;
}
