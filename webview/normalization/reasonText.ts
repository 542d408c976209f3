/** Reasons of drops and merges, in words. */
import type { PreviewChange } from '../../src/core/normalize/previewChanges';
import type { AuditEvent } from '../../src/protocol/normalization';
import { formatDecimal } from '../shared/format';
import { words } from './text';

export function reasonText(reason: AuditEvent['reason']): string {
  const texts = words.reasons;
  switch (reason.kind) {
    case 'rule':
      return texts.rule(reason.form);
    case 'similarity':
      return texts.similarity(formatDecimal(reason.similarity, 3), reason.neighbour);
    case 'association': {
      const { lift, conviction, round } = reason;
      return `${associationText(reason)}, ${texts.strength(formatDecimal(lift, 1), strengthText(conviction), round)}`;
    }
    case 'rare':
      return texts.rare(reason.count, reason.minimum);
    case 'manual':
    case 'vocabulary':
    case 'emptyForm':
    case 'excluded':
    case 'unknown':
      return texts[reason.kind];
  }
}

function associationText({ support, confidence }: { readonly support: number; readonly confidence: number }): string {
  return words.reasons.association(support, formatDecimal(confidence, 3));
}

/** A rule that always holds has no bound; such numbers come through the channel as null. */
export function strengthText(value: number | null): string {
  return value === null || !Number.isFinite(value) ? '∞' : formatDecimal(value, 1);
}

/** `− b · in 3 queries`, `+ proof ≠ proofs · similarity 0.951`. */
export function changeText(change: PreviewChange): string {
  switch (change.kind) {
    case 'drop':
    case 'keep':
      return `${change.kind === 'drop' ? '−' : '+'} ${change.tag} · ${words.events.count(change.count)}`;
    case 'merge':
      return `− ${words.preview.merge(change.from, change.into)}${noteOf(change.reason)}`;
    case 'part':
      return `+ ${words.preview.part(change.from, change.into)}${noteOf(change.reason)}`;
  }
}

function noteOf(reason: AuditEvent['reason']): string {
  if (reason.kind === 'similarity') return ` · ${words.detail.similarity} ${formatDecimal(reason.similarity, 3)}`;
  return reason.kind === 'association' ? ` · ${associationText(reason)}` : ` · ${reasonText(reason)}`;
}
