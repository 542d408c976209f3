/**
 * The audit's drops and merges as the workbench lists them, sorted once per result: pages, search and counts read it. The
 * last question's hits are kept, so that the pages of one list cost nothing but their slice; what the page is told is
 * made for its slice alone, so that a million drops take little memory.
 */
import type { AuditEvent, AuditPage, StepName } from '../../protocol/normalization';
import type { NormalizedTags } from './sessionNormalization';
import { auditEntries, eventOf, idOfEntry, namesOfEntry, type AuditEntry } from './workbenchModel';

export interface AuditQuestion {
  readonly step: StepName | 'all';
  readonly text: string;
}

export class AuditList {
  readonly counts: Readonly<Record<StepName, number>>;
  private readonly entries: readonly AuditEntry[];
  private latest: { readonly key: string; readonly found: readonly AuditEntry[] } | null = null;

  constructor(readonly tags: NormalizedTags) {
    this.entries = auditEntries(tags.result.audit, tags.result.parameters);
    const counts = { raw: 0, frequency: 0, rules: 0, semantic: 0, association: 0, manual: 0 };
    for (const { step } of this.entries) counts[step]++;
    this.counts = counts;
  }

  /** Time O(events): asked once per decision by hand. */
  find(id: string): AuditEvent | undefined {
    const found = this.entries.find((entry) => idOfEntry(entry) === id);
    return found && eventOf(found);
  }

  page(question: AuditQuestion, start: number, count: number): AuditPage {
    const found = this.matching(question);
    return { start, total: found.length, events: found.slice(start, start + count).map(eventOf) };
  }

  private matching({ step, text }: AuditQuestion): readonly AuditEntry[] {
    const wanted = text.trim().toLowerCase();
    const key = JSON.stringify([step, wanted]);
    if (this.latest?.key !== key) this.latest = { key, found: this.search(step, wanted) };
    return this.latest.found;
  }

  private search(step: StepName | 'all', wanted: string): readonly AuditEntry[] {
    const ofStep = step === 'all' ? this.entries : this.entries.filter((entry) => entry.step === step);
    if (wanted === '') return ofStep;
    return ofStep.filter((entry) => namesOfEntry(entry).some((name) => name.toLowerCase().includes(wanted)));
  }
}
