/** A chart's table as CSV (RFC 4180), with raw numbers. */
import type { ChartTable } from './chartSpec';

/**
 * Names come from data, so a cell that a spreadsheet would run as a formula gets an apostrophe in front
 * (OWASP, "CSV Injection"); numbers are written as they are.
 */
export function chartCsv(table: ChartTable): string {
  const lines = [table.columns.map((column) => column.name), ...table.rows];
  return lines.map((line) => line.map(csvCell).join(',') + '\r\n').join('');
}

function csvCell(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
