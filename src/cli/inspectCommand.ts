/** `sft-lens inspect`, printed. */
import { exactlyOneFile } from './arguments';
import type { CommandContext } from './commandContext';
import { inspect, type InspectReport } from './inspect';
import { formatCount, formatShare } from './terminal';

export async function inspectCommand({ parsed, terminal, isJson }: CommandContext): Promise<void> {
  const query = parsed.text('query');
  const report = await inspect(exactlyOneFile(parsed), {
    ...terminal.work('Reading'),
    ...(query === undefined ? {} : { query }),
  });
  if (isJson) return terminal.printJson(report);
  for (const line of reportLines(report)) terminal.print(line);
}

function reportLines(report: InspectReport): string[] {
  const rows = [
    `${formatCount(report.rows)} rows, ${formatCount(report.bytes)} bytes, ${report.container}, ${report.encoding}`,
    `shape ${report.shape} (${formatShare(report.confidence)} of the rows looked at): ${report.mapping}`,
    `${formatCount(report.queries)} queries, ${formatCount(report.duplicateQueries)} rows repeat an earlier query, ${formatCount(report.emptyQueries)} rows without a query`,
    `longest row: ${formatCount(report.longestRowBytes)} bytes`,
  ];
  const invalid = report.invalidRows.map(({ row, line, message }) => `Row ${row}, line ${line}: ${message}`);
  const more = report.invalidRowCount - invalid.length;
  return [
    ...rows,
    ...report.warnings,
    ...invalid,
    ...(more > 0 ? [`… and ${formatCount(more)} more invalid rows`] : []),
  ];
}
