import { wrap } from '../../spec/kit/wrap.ts';
import { designNames } from '../../spec/designs/index.ts';
import { parseDocument } from '../../spec/scenario/parse.ts';
import { readJson } from '../../spec/scenario/json.ts';
import { ScenarioError } from '../../spec/scenario/problem.ts';
import { differences, replayCompared } from '../../spec/scenario/compared.ts';
import type { ReplayLine } from '../../spec/scenario/replay-register.ts';
import type { Scenario } from '../../spec/scenario/types.ts';
import { leavesGuestOpen, USUAL_GUESTS, type UsualGuest } from '../../spec/scenario/usual-guest.ts';
import { replayScenario } from '../../spec/verify/replay-scenario.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { readInput } from '../../node/files.ts';
import { oneOfValues, parseOptions } from '../options.ts';
import { tell, tellOnAll } from '../replay/tell.ts';

interface Options {
  readonly file: string;
  readonly design: string | undefined;
  readonly guest: UsualGuest | undefined;
  readonly explain: boolean;
  readonly json: boolean;
}

/** `lbr-contract replay FILE|-` */
export const replay: Command = {
  name: 'replay',
  summary: 'run a scenario and print what each step gave',
  usage: `
usage: lbr-contract replay [--design NAME|all] [--guest no-lbr|lbr] [--explain] [--json] [FILE|-]

Runs a scenario document from a file, or from standard input, and prints one JSON line for each step:
  {"step":0,"op":"guest.wrmsr","result":"ok","value":"0x801"}
result is ok, #GP (the guest faults), refused (the VMM's call fails) or invalid-guest-state (a nested entry fails).
value is what the reader sees; after a write, what a reader would see.

  --design NAME  run it on this design instead of the one in the document:
${wrap(`${designNames.join(', ')};`, 100, ' '.repeat(17)).join('\n')}
                 with "all" on each of them, and every line ends with its "design"
  --guest KIND   the guest of a document that sets up none: no-lbr (default) is what QEMU makes without lbr-fmt, lbr has
                 guest LBR, as QEMU makes it with lbr-fmt. Which one was taken is said on standard error.
  --explain      add the "rule" of the contract that decides each step, and "why"
  --json         JSON lines also for a document with "instance"

A short document: {"steps":[{"op":"guest.wrmsr","msr":"0x1d9","value":"0x8000"}]}
What is left out has defaults: design v7.3, an Ice Lake host (Sapphire Rapids with "lbr":"arch"), and, where no step is
vmm.set_cpuid, a CPUID like the host's without RTM and bus-lock detection. A document with a step that sets up the vCPU,
such as vmm.set_cpuid or vmm.set_msr, gets in PERF_CAPABILITIES what KVM puts there until a step writes it.

A document with "compared" has runs of other vCPUs under the same design. Their lines end with "vcpu", which says what
each is, and a last line says where the last step "differs" from them.

A document with "instance" names actions of the protocol world; each of its steps must be possible where it stands. Its
story is printed: after each step who owns the LBRs of each CPU, DEBUGCTL, whose records there are and the state of the
events, as far as the step changes them, and the rules that it breaks. --explain adds kernel functions and all other
changes. --json prints the same as JSON lines. With --design all there are one or two lines for each design: what the
run breaks there.
"instance" is a name, or an object with vcpus, tasks, events and more. kvm.entry and kvm.exit stand for all steps of KVM
on the way into the guest and out of it.
Operations of the register world may stand between them. They act on a vCPU of their own, under the same design.
`,
  async run(args) {
    const { file, design, guest, explain, json } = parseArguments(args);
    const name = file === '-' ? 'standard input' : file;
    const source = await readInput(file);
    try {
      const parsed = parseDocument(readJson(source));
      const assumed = leavesGuestOpen(parsed) ? (guest ?? 'no-lbr') : undefined;
      if (guest !== undefined && assumed === undefined) {
        throw new UsageError(`${name}: --guest is for a document of which no step sets up the vCPU`);
      }
      if (parsed.instance !== undefined) {
        const told =
          design === 'all'
            ? tellOnAll(parsed, { json, explain })
            : tell(design === undefined ? parsed : { ...parsed, design }, { json, explain });
        process.stdout.write(told);
        return 0;
      }
      const lines = runOn(parsed, design, assumed).map(([line, last]) => ({
        ...(explain ? line : plain(line)),
        ...last,
      }));
      const compared =
        design === 'all' ? [] : comparedLines(design === undefined ? parsed : { ...parsed, design }, explain);
      process.stdout.write([...lines, ...compared].map((line) => `${JSON.stringify(line)}\n`).join(''));
      if (assumed !== undefined) process.stderr.write(`${NOTES[assumed]}\n`);
      return 0;
    } catch (error) {
      if (error instanceof ScenarioError) throw new UsageError(`${name}: ${error.message}`);
      throw error;
    }
  },
};

const OPEN = 'replay: no step sets up the vCPU';
const NOTES: Readonly<Record<UsualGuest, string>> = {
  'no-lbr': `${OPEN}; taken: the guest that QEMU makes by default, which has no guest LBR (--guest lbr gives it)`,
  lbr: `${OPEN}; taken: a guest with the LBR_FMT that KVM offers`,
};

/** The lines of one design, or of all, each with what is to end it. */
function runOn(
  scenario: Scenario,
  design: string | undefined,
  guest: UsualGuest | undefined,
): readonly (readonly [ReplayLine, object])[] {
  if (design !== 'all') {
    return replayScenario(design === undefined ? scenario : { ...scenario, design }, guest).map((line) => [line, {}]);
  }
  return designNames.flatMap((name) =>
    replayScenario({ ...scenario, design: name }, guest).map((line) => [line, { design: name }] as const),
  );
}

/** What the vCPUs saw that the document is compared with, and where the last step differs from them. */
function comparedLines(scenario: Scenario, explain: boolean): object[] {
  if (scenario.compared === undefined) return [];
  const others = replayCompared(scenario);
  return [
    ...others.flatMap(({ as, lines }) => lines.map((line) => ({ ...(explain ? line : plain(line)), vcpu: as }))),
    ...differences(scenario.steps, replayScenario(scenario), others).map((differs) => ({ differs })),
  ];
}

function plain({ step, op, result, value }: ReplayLine): ReplayLine {
  return value === undefined ? { step, op, result } : { step, op, result, value };
}

function parseArguments(args: readonly string[]): Options {
  const { values, positionals } = parseOptions(args, {
    design: { type: 'string' },
    guest: { type: 'string' },
    explain: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (positionals.length > 1) throw new UsageError(`expected one FILE or -, found ${positionals.join(' ')}`);
  if (positionals.length === 0 && process.stdin.isTTY) throw new UsageError('expected one FILE or -, found none');
  return {
    file: positionals[0] ?? '-',
    design: values.design === undefined ? undefined : oneOfValues('--design', values.design, [...designNames, 'all']),
    guest: values.guest === undefined ? undefined : oneOfValues('--guest', values.guest, USUAL_GUESTS),
    explain: values.explain === true,
    json: values.json === true,
  };
}
