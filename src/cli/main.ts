/** `sft-lens`: finds the command, runs it, and turns what happened into one clear line and an exit code. */
import { isCancelled } from '../protocol/cancelSource';
import { parseCommandLine, UsageError } from './arguments';
import { commandHelp, commands, helpText } from './commands';
import { createTerminal } from './terminal';
import { programVersion } from '../node/programVersion';

const exitCode = { done: 0, bad: 1, usage: 2, interrupted: 130 } as const;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') return printLines(helpText(), name === undefined);
  if (name === '--version') return printLines([programVersion], false);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command "${name}". Try: sft-lens --help`);
  const parsed = parseCommandLine(rest, await command.options());
  if (parsed.isOn('help')) return printLines(await commandHelp(command), false);
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort());
  process.once('SIGTERM', () => interruption.abort());
  const terminal = createTerminal(parsed.isOn('quiet'), interruption.signal);
  await command.run({ parsed, terminal, isJson: parsed.isOn('json') });
  return interruption.signal.aborted ? exitCode.interrupted : exitCode.done;
}

function printLines(lines: readonly string[], isUsage: boolean): number {
  (isUsage ? process.stderr : process.stdout).write(`${lines.join('\n')}\n`);
  return isUsage ? exitCode.usage : exitCode.done;
}

function codeOf(error: unknown): number {
  if (isCancelled(error)) {
    process.stderr.write('Interrupted.\n');
    return exitCode.interrupted;
  }
  process.stderr.write(`sft-lens: ${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof UsageError ? exitCode.usage : exitCode.bad;
}

main(process.argv.slice(2))
  .catch(codeOf)
  .then((code) => {
    process.exitCode = code;
  })
  .catch(() => {});
