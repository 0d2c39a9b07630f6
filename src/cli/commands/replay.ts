import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { isDesignName, designNames } from '../../spec/designs/register/index.ts';
import { parseDocument } from '../../spec/scenario/parse.ts';
import { readJson } from '../../spec/scenario/json.ts';
import { ScenarioError } from '../../spec/scenario/problem.ts';
import type { ReplayLine } from '../../spec/scenario/replay-register.ts';
import type { Scenario } from '../../spec/scenario/types.ts';
import { replayScenario } from '../../spec/verify/replay-scenario.ts';
import { UsageError, type Command } from '../command.ts';
import { nearest } from '../did-you-mean.ts';

interface Options {
  readonly file: string;
  readonly design: string | undefined;
  readonly explain: boolean;
}

/** `lbr-contract replay FILE|-` */
export const replay: Command = {
  name: 'replay',
  summary: 'run a scenario and print what each step gave',
  usage: `
lbr-contract replay [--design NAME|all] [--explain] [FILE|-]

Runs a scenario document from a file, or from standard input, and prints one JSON line for each step:
  {"step":0,"op":"guest.wrmsr","result":"ok","value":"0x801"}
result is ok, #GP (the guest faults), refused (the VMM's call fails) or invalid-guest-state (a nested entry fails).
value is what the reader sees; after a write, what a reader would see.

  --design NAME  run it on this design instead of the one in the document: ${designNames.join(', ')};
                 with "all" on each of them, and every line ends with its "design"
  --explain      add the "rule" of the contract that decides each step, and "why"

A short document: {"steps":[{"op":"guest.wrmsr","msr":"0x1d9","value":"0x8000"}]}
What is left out has defaults: design v7.3, an Ice Lake host (Sapphire Rapids with "lbr":"arch"), and, where no step is
vmm.set_cpuid, a CPUID like the host's without RTM and bus-lock detection.

A document with "instance" names actions of the protocol world; each of its steps must be possible where it stands.
Operations of the register world may stand between them. They act on a vCPU of their own, under the same design.
`,
  async run(args) {
    const { file, design, explain } = parseArguments(args);
    const name = file === '-' ? 'standard input' : file;
    const source = await readSource(file);
    try {
      const parsed = parseDocument(readJson(source));
      const lines = runOn(parsed, design).map(([line, last]) => ({ ...(explain ? line : plain(line)), ...last }));
      process.stdout.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      return 0;
    } catch (error) {
      if (error instanceof ScenarioError) throw new UsageError(`${name}: ${error.message}`);
      throw error;
    }
  },
};

/** The lines of one design, or of all, each with what is to end it. */
function runOn(scenario: Scenario, design: string | undefined): readonly (readonly [ReplayLine, object])[] {
  if (design !== 'all') {
    return replayScenario(design === undefined ? scenario : { ...scenario, design }).map((line) => [line, {}]);
  }
  return designNames.flatMap((name) =>
    replayScenario({ ...scenario, design: name }).map((line) => [line, { design: name }] as const),
  );
}

function plain({ step, op, result, value }: ReplayLine): ReplayLine {
  return value === undefined ? { step, op, result } : { step, op, result, value };
}

function parseArguments(args: readonly string[]): Options {
  const files: string[] = [];
  let design: string | undefined;
  let explain = false;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (argument === '--explain') explain = true;
    else if (argument === '--design') design = designArgument(args[++i]);
    else if (argument.startsWith('--design=')) design = designArgument(argument.slice('--design='.length));
    else if (argument.startsWith('-') && argument !== '-') {
      const near = nearest(argument, ['--explain', '--design']);
      throw new UsageError(`unknown option "${argument}"${near ? `; did you mean "${near}"?` : ''}`);
    } else files.push(argument);
  }
  if (files.length > 1) throw new UsageError(`found ${files.length} files, expected one file or "-"`);
  if (files.length === 0 && process.stdin.isTTY) throw new UsageError('found no file, expected one or "-"');
  return { file: files[0] ?? '-', design, explain };
}

function designArgument(name: string | undefined): string {
  if (name !== undefined && (name === 'all' || isDesignName(name))) return name;
  const near = name === undefined ? undefined : nearest(name, designNames);
  const hint = near ? `did you mean "${near}"?` : `expected all or one of ${designNames.join(', ')}`;
  throw new UsageError(`unknown design "${name ?? ''}"; ${hint}`);
}

async function readSource(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
