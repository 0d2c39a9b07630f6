import { overview } from '../../bin/overview.mjs';
import { UsageError } from '../node/usage-error.ts';
import { commands } from './commands/index.ts';
import { nearest } from '../spec/kit/nearest.ts';
import { version } from './version.ts';

/** Runs the command line and returns the exit status. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined) {
    process.stderr.write(overview());
    return 2;
  }
  if (name === '--version' || name === '-V') {
    process.stdout.write(`lbr-contract ${version}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') return help(args[0]);
  if (!Object.hasOwn(commands, name)) return unknownCommand(name);
  if (args.includes('--help') || args.includes('-h')) return help(name);
  return run(name, args);
}

async function run(name: string, args: readonly string[]): Promise<number> {
  ignoreClosedPipe();
  try {
    const command = await commands[name]();
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`lbr-contract ${name}: ${error.message}\n`);
    } else {
      // Status 1 would say that something was judged.
      process.stderr.write(`lbr-contract ${name}: a fault of the program itself\n${traceOf(error)}\n`);
    }
    return 2;
  }
}

const traceOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** `| head` closes the pipe early: what is left to print is lost, and the exit status still tells what was judged. */
function ignoreClosedPipe(): void {
  // The error of a write comes after the command has ended, so the listener stays.
  process.stdout.off('error', exceptClosedPipe).on('error', exceptClosedPipe);
}

function exceptClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

async function help(name: string | undefined): Promise<number> {
  if (name === undefined) {
    process.stdout.write(overview());
    return 0;
  }
  if (!Object.hasOwn(commands, name)) return unknownCommand(name);
  const { usage } = await commands[name]();
  process.stdout.write(`${usage.trim()}\n`);
  return 0;
}

function unknownCommand(name: string): number {
  const hint = nearest(name, [...Object.keys(commands), 'help', '--help', '--version']);
  const rest = hint === undefined ? 'lbr-contract --help lists them' : `did you mean "${hint}"?`;
  process.stderr.write(`lbr-contract: unknown command "${name}"; ${rest}\n`);
  return 2;
}
