/**
 * The audit's drops and merges as the workbench lists them, made once per result: pages, search and counts read it. The
 * last question's hits are kept, so that the pages of one list cost nothing but their slice.
 */
import type { AuditEvent, AuditPage, StepName } from '../../protocol/normalization';
import type { NormalizedTags } from './sessionNormalization';
import { auditEvents } from './workbenchModel';

export interface AuditQuestion {
  readonly step: StepName | 'all';
  readonly text: string;
}

export class AuditList {
  readonly events: readonly AuditEvent[];
  readonly counts: Readonly<Record<StepName, number>>;
  private readonly byId = new Map<string, AuditEvent>();
  private texts: readonly string[] | null = null;
  private latest: { readonly key: string; readonly found: readonly AuditEvent[] } | null = null;

  constructor(readonly tags: NormalizedTags) {
    this.events = auditEvents(tags.result.audit, tags.result.parameters);
    const counts = { raw: 0, frequency: 0, rules: 0, semantic: 0, association: 0, manual: 0 };
    for (const event of this.events) {
      counts[event.step]++;
      this.byId.set(event.id, event);
    }
    this.counts = counts;
  }

  find(id: string): AuditEvent | undefined {
    return this.byId.get(id);
  }

  page(question: AuditQuestion, start: number, count: number): AuditPage {
    const found = this.matching(question);
    return { start, total: found.length, events: found.slice(start, start + count) };
  }

  private matching({ step, text }: AuditQuestion): readonly AuditEvent[] {
    const wanted = text.trim().toLowerCase();
    const key = JSON.stringify([step, wanted]);
    if (this.latest?.key !== key) this.latest = { key, found: this.search(step, wanted) };
    return this.latest.found;
  }

  private search(step: StepName | 'all', wanted: string): readonly AuditEvent[] {
    const ofStep = (event: AuditEvent) => step === 'all' || event.step === step;
    if (wanted === '') return step === 'all' ? this.events : this.events.filter(ofStep);
    const texts = this.searchTexts();
    return this.events.filter((event, at) => ofStep(event) && texts[at]!.includes(wanted));
  }

  /** Tag and members of each event, a line each, in lower case. */
  private searchTexts(): readonly string[] {
    this.texts ??= this.events.map(({ tag, members }) =>
      [tag, ...members.map((member) => member.tag)].join('\n').toLowerCase(),
    );
    return this.texts;
  }
}
