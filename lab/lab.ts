/**
 * The lab: whole kernels on an emulated Intel CPU.
 *
 *   npm run lab                    drives all counterexamples of releases on each kernel, prints the table of rules
 *   npm run lab -- setup           fetches and builds what the machine needs
 *   npm run lab -- merge FILE...   joins the parts of a run with --shard
 *   npm run lab -- traces          holds check-trace against the logs, and with --out DIR keeps traces and logs
 *   npm run lab -- faults          plants faults and tells which the judges find: lab/faults-results.json
 *   npm run lab -- answers         gives both answers where the manual leaves two: lab/answers-results.json
 *   npm run lab -- steady          no report without contention; replays end in the same state
 *   npm run lab -- walk --seed S --runs N    random steps of hosts and guests; what they find, shrunk
 *   npm run lab -- series          kernels with and without each piece of series/: lab/series-results.json
 *   npm run lab -- build-kernel    builds a kernel from source, with or without a change, for the others' --kernel
 *
 * One scenario is run by `lbr-contract lab run`.
 */
import { Lacking } from './machine/unpack.ts';
import { UsageError } from '../src/node/usage-error.ts';

/** Each returns the exit status. */
const commands: Readonly<
  Record<string, () => Promise<(args: string[], say: (line: string) => void) => Promise<number>>>
> = {
  setup: async () => (await import('./emulator/main.ts')).setup,
  table: async () => (await import('./table.ts')).table,
  merge: async () => (await import('./table.ts')).merge,
  traces: async () => (await import('./traces.ts')).traces,
  steady: async () => (await import('./steady.ts')).steady,
  walk: async () => (await import('./walk.ts')).walk,
  answers: async () => (await import('./answers.ts')).answers,
  faults: async () => (await import('./faults.ts')).faults,
  series: async () => (await import('./series.ts')).series,
  'build-kernel': async () => (await import('./kernel/command.ts')).buildKernelCommand,
};

async function main(argv: readonly string[]): Promise<number> {
  const [first, ...rest] = argv;
  const [command, args] = first === undefined || first.startsWith('-') ? ['table', [...argv]] : [first, rest];
  try {
    if (!Object.hasOwn(commands, command)) {
      throw new UsageError(`no command ${command}; known: ${Object.keys(commands).join(', ')}`);
    }
    return await (
      await commands[command]()
    )(args, (line) => console.log(line));
  } catch (error) {
    console.error(`lab: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof Lacking ? 3 : 2;
  }
}

void main(process.argv.slice(2)).then((status) => (process.exitCode = status));
