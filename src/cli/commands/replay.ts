import { designNames } from '../../spec/designs/index.ts';
import { parseDocument } from '../../spec/scenario/parse.ts';
import { readJson } from '../../spec/scenario/json.ts';
import { ScenarioError } from '../../spec/scenario/problem.ts';
import type { ReplayLine } from '../../spec/scenario/replay-register.ts';
import type { Scenario } from '../../spec/scenario/types.ts';
import { replayScenario } from '../../spec/verify/replay-scenario.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { readInput } from '../../node/files.ts';
import { oneOfValues, parseOptions } from '../options.ts';

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
usage: lbr-contract replay [--design NAME|all] [--explain] [FILE|-]

Runs a scenario document from a file, or from standard input, and prints one JSON line for each step:
  {"step":0,"op":"guest.wrmsr","result":"ok","value":"0x801"}
result is ok, #GP (the guest faults), refused (the VMM's call fails) or invalid-guest-state (a nested entry fails).
value is what the reader sees; after a write, what a reader would see.

  --design NAME  run it on this design instead of the one in the document:
                 ${designNames.join(', ')};
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
    const source = await readInput(file);
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
  const { values, positionals } = parseOptions(args, { design: { type: 'string' }, explain: { type: 'boolean' } });
  if (positionals.length > 1) throw new UsageError(`expected one FILE or -, found ${positionals.join(' ')}`);
  if (positionals.length === 0 && process.stdin.isTTY) throw new UsageError('expected one FILE or -, found none');
  return {
    file: positionals[0] ?? '-',
    design: values.design === undefined ? undefined : oneOfValues('--design', values.design, [...designNames, 'all']),
    explain: values.explain === true,
  };
}
