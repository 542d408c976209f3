import { writeAtomically } from './writeAtomically';

/** Writes a text file whole: beside the target, then renamed. */
export function writeText(path: string, text: string): Promise<void> {
  return writeAtomically(path, (file) => file.writeFile(text));
}
