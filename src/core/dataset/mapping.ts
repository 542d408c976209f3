/**
 * How a row is read as a conversation: detected, by a named shape, or by paths that the user gave. As text:
 *
 *   auto
 *   alpaca                                   (any name of `shapeNames`)
 *   data.question                            (a path alone is the query)
 *   query=meta.q;answer=meta.a;system=sys;context=doc
 *   turns=payload.messages
 *
 * Paths are dotted; list elements are numbers (`instances.0.input`). A key that itself holds dots is found by its whole name.
 */
import { shapeNames, type ShapeName } from './shapeNames';

export type QueryMapping =
  | { readonly kind: 'auto' }
  | { readonly kind: 'shape'; readonly shape: ShapeName }
  | { readonly kind: 'fields'; readonly fields: FieldPaths };

/** Dotted paths into a row (`data.query`, `turns.0.text`); `turns` names a list of messages. */
export interface FieldPaths {
  readonly query?: string;
  /** Added to the query on a new line, as Alpaca's `input` is. */
  readonly context?: string;
  readonly answer?: string;
  readonly system?: string;
  readonly turns?: string;
}

export interface MappingProblem {
  readonly kind: 'problem';
  readonly message: string;
}

const partNames = ['query', 'context', 'answer', 'system', 'turns'] as const;
type PartName = (typeof partNames)[number];

/** `auto`, a shape's name, or `query=path;answer=path;system=path;context=path` or `turns=path`. */
export function parseMapping(text: string): QueryMapping | MappingProblem {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed === 'auto') return { kind: 'auto' };
  const shape = shapeNames.find((name) => name === trimmed);
  if (shape !== undefined) return { kind: 'shape', shape };
  if (!trimmed.includes('=')) return { kind: 'fields', fields: { query: trimmed } };
  return parseFields(trimmed);
}

function parseFields(text: string): QueryMapping | MappingProblem {
  const fields: Partial<Record<PartName, string>> = {};
  for (const piece of text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const at = piece.indexOf('=');
    const name = partNames.find((part) => part === piece.slice(0, at).trim());
    const path = piece.slice(at + 1).trim();
    if (at < 0 || name === undefined) return problem(`A mapping has parts ${partNames.join(', ')}; got "${piece}".`);
    if (path === '') return problem(`The part "${name}" of the mapping has no path.`);
    if (fields[name] !== undefined) return problem(`The mapping gives "${name}" twice.`);
    fields[name] = path;
  }
  if (fields.query === undefined && fields.turns === undefined) return problem('A mapping needs query= or turns=.');
  return { kind: 'fields', fields };
}

function problem(message: string): MappingProblem {
  return { kind: 'problem', message };
}

/** The text that `parseMapping` reads back. */
export function formatMapping(mapping: QueryMapping): string {
  switch (mapping.kind) {
    case 'auto':
      return 'auto';
    case 'shape':
      return mapping.shape;
    case 'fields':
      return partNames
        .flatMap((name) => (mapping.fields[name] === undefined ? [] : [`${name}=${mapping.fields[name]}`]))
        .join(';');
  }
}

/** For people: `query = q + doc, answer = a`. */
export function describeFields(fields: FieldPaths): string {
  const asked = [fields.query, fields.context].filter((path) => path !== undefined).join(' + ');
  const parts = [
    fields.turns === undefined ? '' : `turns = ${fields.turns}`,
    asked === '' ? '' : `query = ${asked}`,
    fields.answer === undefined ? '' : `answer = ${fields.answer}`,
    fields.system === undefined ? '' : `system = ${fields.system}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
