/** Tags of two taggers for the same queries, side by side as Markdown. */

export interface ComparedQuery {
  readonly query: string;
  /** Null where the tagger failed. */
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
}

export interface ComparedTaggers {
  readonly left: string;
  readonly right: string;
  readonly queries: readonly ComparedQuery[];
}

const longestQuery = 160;

/** A table with the differences in bold, and how much the two agree: mean Jaccard index of the queries both tagged. */
export function comparisonMarkdown({ left, right, queries }: ComparedTaggers): string {
  const rows = queries.map((row, index) => {
    const cells = [cell(row.query), tagsCell(row.left, row.right), tagsCell(row.right, row.left)];
    return `| ${index + 1} | ${cells.join(' | ')} |`;
  });
  const agreement = meanAgreement(queries);
  return [
    `# ${escaped(left)} and ${escaped(right)}`,
    '',
    agreement === null
      ? 'No query was tagged by both.'
      : `${(agreement * 100).toFixed(0)} % of the tags agree (mean Jaccard index of exact names over ${both(queries).length} queries). Tags of one side only are **bold**.`,
    '',
    `| # | Query | ${escaped(left)} | ${escaped(right)} |`,
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Null where no query was tagged by both. */
export function meanAgreement(queries: readonly ComparedQuery[]): number | null {
  const compared = both(queries);
  if (compared.length === 0) return null;
  const sum = compared.reduce((total, { left, right }) => total + jaccard(left ?? [], right ?? []), 0);
  return sum / compared.length;
}

function both(queries: readonly ComparedQuery[]): readonly ComparedQuery[] {
  return queries.filter(({ left, right }) => left !== null && right !== null);
}

/** Of names without regard to case; two empty sets agree. */
function jaccard(left: readonly string[], right: readonly string[]): number {
  const [a, b] = [folded(left), folded(right)];
  const shared = [...a].filter((tag) => b.has(tag)).length;
  const union = a.size + b.size - shared;
  return union === 0 ? 1 : shared / union;
}

function tagsCell(tags: readonly string[] | null, others: readonly string[] | null): string {
  if (tags === null) return '*failed*';
  const known = folded(others ?? []);
  return tags.map((tag) => (known.has(tag.toLowerCase()) ? escaped(tag) : `**${escaped(tag)}**`)).join(', ') || '–';
}

function folded(tags: readonly string[]): Set<string> {
  return new Set(tags.map((tag) => tag.toLowerCase()));
}

function cell(query: string): string {
  const line = query.replace(/\s+/g, ' ').trim();
  return escaped(line.length > longestQuery ? `${line.slice(0, longestQuery)}…` : line);
}

/** Text of models and datasets never becomes Markdown or HTML. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()!|<>~&$#@:]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/\s+/g, ' ');
}
