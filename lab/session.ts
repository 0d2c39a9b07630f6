// Runs plans on machines: each kind of machine is booted once, and each run starts from that state.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseLog } from '../src/spec/lab/log/parse.ts';
import type { LabLog } from '../src/spec/lab/log/types.ts';
import type { PlanLine } from '../src/spec/lab/plan.ts';
import { cpuModel } from './emulator/models.ts';
import { openKernel, prepareParts, prepareSymbols } from './emulator/setup.ts';
import { asFailure, failureOf, LabFailed } from './failure.ts';
import { startMachine, type Kernel, type Parts } from './machine/machine.ts';

type Machine = Awaited<ReturnType<typeof startMachine>>;
type Result = Awaited<ReturnType<Machine['run']>>;

/** What a run is made on. */
interface MachineKind {
  /** A series, or the path of a bzImage. */
  readonly kernel: string;
  readonly modules?: string;
  readonly cpu: string;
  readonly cpus: number;
  readonly seed: number;
  /** Settings and faults of the CPU. */
  readonly settings?: readonly (readonly [string, string])[];
  /** Words for the kernel's command line. */
  readonly commandLine?: string;
}

export interface LabRun {
  readonly result: Result;
  readonly log: LabLog;
  /** The log as it was written. */
  readonly text: string;
  /** What the run sent as files, by name: the kernel's own trace. */
  readonly files: ReadonlyMap<string, string>;
}

interface RunLimits {
  /** Runs in the booted machine itself, which ends with it, in place of a copy. */
  readonly fromBoot?: boolean;
  /** Hashes the whole memory at the end. */
  readonly full?: boolean;
  /** Instructions and idle ticks; LIMIT where it is absent. */
  readonly limit?: number;
}

/** Instructions and idle ticks after which a scenario is taken for a hang. */
const LIMIT = 400_000_000;

/** Functions whose calls the judges ask for: who creates and releases the guest LBR event. */
const CALLS = '!calls perf_event_create_kernel_counter perf_event_release_kernel';

export class LabSession {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lbr-lab-'));
  readonly #say: (line: string) => void;
  readonly #kernels = new Map<string, Kernel>();
  #parts: Parts | undefined;
  #machine: { readonly key: string; readonly machine: Machine } | undefined;
  #runs = 0;
  #boots = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** The kernel of a name, with its symbols. Throws where it cannot be had. */
  async kernel(name: string, modules?: string): Promise<Kernel> {
    const known = this.#kernels.get(name);
    if (known !== undefined) return known;
    const kernel = await prepareSymbols(openKernel(name, modules), this.#theParts(), 'skylake');
    this.#kernels.set(name, kernel);
    return kernel;
  }

  /** Runs the lines from the booted state. Throws RunFailed where they do not come to an end, or LabFailed. */
  async run(kind: MachineKind, lines: readonly PlanLine[], options: RunLimits = {}): Promise<LabRun> {
    try {
      return await this.#run(kind, lines, options);
    } catch (error) {
      throw asFailure(error);
    }
  }

  async #run(kind: MachineKind, lines: readonly PlanLine[], options: RunLimits): Promise<LabRun> {
    const { machine } = await this.#on(kind);
    const id = `run${this.#runs++}`;
    const folder = join(this.#folder, 'runs');
    mkdirSync(folder, { recursive: true });
    const steps = join(folder, `${id}.steps`);
    const log = join(folder, `${id}.log`);
    writeFileSync(steps, [CALLS, ...lines.map(({ text }) => text), ''].join('\n'));
    const result = await machine.run({
      id,
      steps,
      log,
      seed: kind.seed,
      limit: options.limit ?? LIMIT,
      fullHash: options.full === true,
      fromBoot: options.fromBoot === true,
    });
    if (options.fromBoot === true) await this.#end();
    if (result.status !== 'end') throw failureOf(result.status, result.text);
    const text = readFileSync(log, 'utf8');
    const files = new Map<string, string>();
    const trace = fileText(`${log}.trace`);
    if (trace !== undefined) files.set('trace', trace);
    for (const file of [steps, log, `${log}.trace`]) rmSync(file, { force: true });
    return { result, log: parseLog(text), text, files };
  }

  /** Time of the boot that the last run started from, in milliseconds. */
  get bootMillis(): number {
    return this.#machine?.machine.bootMillis ?? 0;
  }

  async close(): Promise<void> {
    await this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(): Promise<void> {
    await this.#machine?.machine.close();
    this.#machine = undefined;
  }

  #theParts(): Parts {
    this.#parts ??= prepareParts({ say: this.#say });
    return this.#parts;
  }

  /** One machine lives at a time: its memory is copied for each run. */
  async #on(kind: MachineKind): Promise<{ readonly machine: Machine }> {
    const key = JSON.stringify(kind);
    if (this.#machine?.key === key) return this.#machine;
    await this.#machine?.machine.close();
    this.#machine = undefined;
    const kernel = await this.kernel(kind.kernel, kind.modules);
    const machine = await booted({
      kernel,
      parts: this.#theParts(),
      cpu: kind.cpu,
      base: cpuModel(kind.cpu).base,
      cpus: kind.cpus,
      seed: kind.seed,
      ...(kind.settings === undefined ? {} : { settings: new Map(kind.settings) }),
      ...(kind.commandLine === undefined ? {} : { commandLine: kind.commandLine }),
      folder: join(this.#folder, `machine${this.#boots++}`),
    });
    this.#machine = { key, machine };
    return this.#machine;
  }
}

/** A boot that does not get to the agent is a failed run; the message has the serial log's tail. */
async function booted(options: Parameters<typeof startMachine>[0]): Promise<Machine> {
  try {
    return await startMachine(options);
  } catch (error) {
    const failure = asFailure(error);
    throw failure instanceof LabFailed
      ? failure
      : new LabFailed(error instanceof Error ? error.message : String(error));
  }
}

function fileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
