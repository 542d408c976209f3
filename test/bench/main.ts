// Runs the benches named on the command line, one after the other, and prints what they report.
import { cpus, totalmem } from 'node:os';
import * as path from 'node:path';
import type { Bench, BenchReport } from '../support/benchReport';

const printLine: BenchReport = (label, value = '', note = '') =>
  console.log(`  ${label.padEnd(52)} ${value}${note === '' ? '' : `   ${note}`}`.trimEnd());

/** Each is `NAME` or `NAME:PART`. */
async function main(wanted: readonly string[]): Promise<void> {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gigabytes} GB`,
  );
  for (const which of wanted) {
    console.log(`\n${which}`);
    const [name, part] = which.split(':');
    const bench = (await import(path.join(__dirname, `${name}.js`))) as Bench;
    await bench.run(printLine, part);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
