/** Reads and writes tags of rows as JSON lines. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseRowTags } from '../../core/tagging/rowTagsFile';
import type { Tag } from '../../core/tagging/tagRecord';
import { writeAtomically } from '../files/writeAtomically';

const linesPerWrite = 5_000;

/** Tags by row; rejects naming the first line that cannot be used. */
export async function readRowTags(path: string, rowCount: number): Promise<Map<number, readonly Tag[]>> {
  const tags = new Map<number, readonly Tag[]>();
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++;
    const reading = parseRowTags(line);
    if (reading.kind === 'blank') continue;
    const fault =
      reading.kind === 'refused'
        ? reading.message
        : reading.row >= rowCount
          ? `there is no row ${reading.row}, the dataset has ${rowCount} rows, counted from 0`
          : tags.has(reading.row)
            ? `row ${reading.row} stands here for the second time`
            : null;
    if (fault !== null) throw new Error(`${path}, line ${number}: ${fault}.`);
    if (reading.kind === 'tags') tags.set(reading.row, reading.tags);
  }
  if (tags.size === 0) throw new Error(`${path} holds no tags of rows.`);
  return tags;
}

/** Writes lines to a file, whole or not at all. */
export function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  return writeAtomically(path, async (file) => {
    let block: string[] = [];
    for (const line of lines) {
      if (block.push(line) < linesPerWrite) continue;
      await file.writeFile(block.join(''));
      block = [];
    }
    await file.writeFile(block.join(''));
  });
}
