/** A list of JSON paths to choose from, with "none" in front. */
import { dropdown } from '../../shared/controls';
import type { Words } from '../words/english';
import { qualityName } from './judgingWords';

/** The toolkit takes an option with an empty value for chosen, so "none" needs a value that no path has. */
const none = '\u0000none';

export interface PathDropdownOptions {
  readonly words: Words;
  readonly label: string;
  readonly paths: readonly string[];
  /** The chosen path, or empty. */
  readonly value: string;
  readonly testId?: string;
  readonly onChange: (path: string) => void;
}

/** The control; a path that is chosen but no longer offered stays in the list. */
export function pathDropdown(options: PathDropdownOptions): HTMLElement {
  const { words, label, paths, value, testId, onChange } = options;
  const known = value === '' || paths.includes(value) ? paths : [value, ...paths];
  return dropdown({
    label,
    choices: [
      { value: none, label: words.qualityNone },
      ...known.map((path) => ({ value: path, label: qualityName(path, words) })),
    ],
    value: value === '' ? none : value,
    onChange: (path) => onChange(path === none ? '' : path),
    ...(testId !== undefined && { testId }),
  }).node;
}
