// `lbr-contract lab run`: one scenario on one kernel.
import { judgeLog, type LabFinding } from '../src/spec/lab/judge/index.ts';
import { judgeRegister } from '../src/spec/lab/outcome.ts';
import type { Ticket } from '../src/spec/lab/ticket.ts';
import { refusedSteps } from '../src/spec/lab/refused-steps.ts';
import { withTrace } from '../src/spec/lab/with-trace.ts';
import type { Scenario } from '../src/spec/scenario/types.ts';
import { checkWritable, writeWhole } from '../src/node/files.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { isArchitectural, SEED } from './drive.ts';
import { RunFailed } from './failure.ts';
import { Lacking } from './machine/unpack.ts';
import { isObstacle, isRegisterPlan, planOf, type AnyPlan } from './plan-of.ts';
import type { Runner } from './runner.ts';
import { jsonOf, textOf, type Told } from './run-text.ts';
import { LabSession } from './session.ts';

export { Lacking };

export interface RunOptions {
  /** A series, a version of one, or a bzImage; `modules` is the folder of a bzImage's modules. */
  readonly kernel: string;
  readonly modules?: string;
  /** Of the emulated CPU; the scenario's own where it is absent. */
  readonly cpu?: string;
  readonly cpus?: number;
  readonly seed?: number;
  /** Files for the kernel's own ftrace text, and for the event log. */
  readonly trace?: string;
  readonly log?: string;
  readonly json: boolean;
  /** Name in tickets. */
  readonly name: string;
  /** The finding that the run is to show again. */
  readonly ticket?: Ticket;
}

/** Of a ticket whose run records ftrace: the tracepoints make it another run. */
const TRACED = '+trace';

const isTraced = ({ scenario }: Ticket): boolean => scenario.endsWith(TRACED);

/**
 * Runs a scenario and prints it. Returns 0 where every rule was kept, 1 where one was violated, or where the finding of the
 * ticket is there again. Throws a UsageError for bad input and for a run that does not come to its end, and Lacking.
 */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions,
  say: (text: string) => void,
  open: () => Runner = () => new LabSession((line) => void process.stderr.write(`${line}\n`)),
): Promise<number> {
  const plan = chosenPlan(scenario, options);
  for (const file of [options.log, options.trace]) if (file !== undefined) checkWritable(file);
  const runner = open();
  try {
    await knownKernel(runner, options);
    const told = await ranPlan(runner, plan, options);
    if (!isRegisterPlan(plan)) noneRefused(told, options);
    if (options.log !== undefined) writeWhole(options.log, told.run.text);
    if (options.trace !== undefined) writeWhole(options.trace, traceOf(told));
    if (options.ticket !== undefined) return replayed(told, options.ticket, say);
    say(options.json ? jsonOf(told) : textOf(told));
    return told.verdict.findings.length === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof RunFailed) throw new UsageError(`${options.name}: ${error.message}`);
    throw error;
  } finally {
    await runner.close();
  }
}

function chosenPlan(scenario: Scenario, options: RunOptions): AnyPlan {
  const plan = planOf(scenario);
  if (isObstacle(plan)) throw new UsageError(`${options.name}: the lab cannot drive this: ${plan.cannot}`);
  const cpus = options.cpus ?? plan.cpus;
  if (cpus < plan.cpus) throw new UsageError(`--cpus: found ${cpus}, but the scenario needs ${plan.cpus}`);
  const traced = options.trace !== undefined || (options.ticket !== undefined && isTraced(options.ticket));
  return traced ? withTrace(plan) : plan;
}

async function ranPlan(runner: Runner, plan: AnyPlan, options: RunOptions): Promise<Told> {
  const cpu = options.cpu ?? plan.cpu;
  const kind = {
    kernel: options.kernel,
    ...(options.modules === undefined ? {} : { modules: options.modules }),
    cpu,
    cpus: options.cpus ?? plan.cpus,
    seed: options.seed ?? SEED,
  };
  const run = await runner.run(kind, plan.lines);
  const verdict = judgeLog(run.log, isArchitectural(cpu));
  return {
    run,
    verdict,
    lines: plan.lines,
    notes: plan.notes,
    name: plan.lines[0]?.text === 'trace on' ? `${options.name}${TRACED}` : options.name,
    ...(isRegisterPlan(plan) && { model: judgeRegister(plan, run.log).what }),
  };
}

/** A kernel that is not there, or is not one, is bad input; so is another one than the ticket's. */
async function knownKernel(runner: Runner, { kernel, modules, ticket }: RunOptions): Promise<void> {
  const image = await imageOf(runner, kernel, modules);
  if (ticket !== undefined && !image.startsWith(ticket.image)) {
    throw new UsageError(
      `--ticket: it is of the image ${ticket.image} of ${ticket.kernel}, and ${kernel} is ${image.slice(0, 12)}`,
    );
  }
}

async function imageOf(runner: Runner, kernel: string, modules: string | undefined): Promise<string> {
  try {
    return (await runner.kernel(kernel, modules)).image;
  } catch (error) {
    if (error instanceof Lacking || !(error instanceof Error)) throw error;
    const { message } = error;
    throw new UsageError(`--kernel: ${message.includes(kernel) ? message : `${kernel}: ${message}`}`);
  }
}

/** A run that left steps out is not a run of the scenario: a kernel without perf, for example. */
function noneRefused({ run, lines }: Told, { name }: RunOptions): void {
  const [first] = refusedSteps(run.log, lines);
  if (first !== undefined) throw new UsageError(`${name}: the kernel cannot do the step ${first}`);
}

function traceOf({ run }: Told): string {
  const trace = run.files.get('trace');
  if (trace === undefined) throw new UsageError('--trace: this kernel has no ftrace');
  return trace;
}

function replayed(told: Told, { rule, tick }: Ticket, say: (text: string) => void): number {
  const found = told.verdict.findings.find((finding: LabFinding) => finding.rule === rule && finding.i === tick);
  if (found === undefined) {
    throw new UsageError(
      `--ticket: the run has no violation of ${rule} at tick ${tick}; the agent, the CPU or the judge has changed since`,
    );
  }
  say(textOf({ ...told, verdict: { ...told.verdict, findings: [found] } }));
  say(`replayed: the same violation of ${rule} at the same tick`);
  return 1;
}
