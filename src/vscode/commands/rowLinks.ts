/** Links to a row: `vscode://sft-lens.sft-lens/open?path=/data/file.jsonl&row=119`. Pure: a link comes from anywhere. */

export interface RowLink {
  readonly path: string;
  readonly row?: number;
}

export interface LinkProblem {
  readonly kind: 'unknown' | 'noPath' | 'notLocal' | 'badRow';
  readonly received: string;
}

const linkPath = '/open';
const longestShown = 200;

/**
 * Reads a link whose query VS Code has decoded already: its `&` may belong to the path, so the row is looked for at the
 * end only. Paths on other machines (`\\host`, `//host`) are refused, since merely looking for such a file signs in there.
 */
export function readRowLink(uriPath: string, query: string): RowLink | LinkProblem {
  if (uriPath !== linkPath) return problem('unknown', uriPath);
  const found = /^path=([\s\S]*?)(?:&row=([^&]*))?$/.exec(query);
  const path = found?.[1] ?? '';
  if (path === '') return problem('noPath', query);
  if (!isLocalPath(path)) return problem('notLocal', path);
  if (found?.[2] === undefined) return { path };
  const row = /^\d{1,15}$/.test(found[2]) ? Number(found[2]) : null;
  return row === null ? problem('badRow', found[2]) : { path, row };
}

/** The query of a link that `readRowLink` reads back. */
export function rowLinkQuery({ path, row }: RowLink): string {
  return `path=${encodeURIComponent(path)}${row === undefined ? '' : `&row=${row}`}`;
}

function isLocalPath(path: string): boolean {
  const isAbsolute = /^\/(?![/\\])/.test(path) || /^[a-z]:[/\\](?![/\\])/i.test(path);
  return isAbsolute && !/[\u0000-\u001f\u007f]/.test(path);
}

function problem(kind: LinkProblem['kind'], received: string): LinkProblem {
  return { kind, received: received.slice(0, longestShown) };
}
