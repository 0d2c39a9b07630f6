/** The harness from the outside: fetch, build, feed scenarios, read steps. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('./', import.meta.url));

/** Where trees and builds are kept, outside the repository. */
const cacheDirectory = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lbr-contract');

/** One step of a scenario; ground-truth/README.md lists them. */
export interface HarnessStep {
  readonly op: string;
  readonly event?: number;
  readonly kind?: string;
  readonly task?: string;
  readonly filter?: 'A' | 'C' | 'S' | 'N';
  readonly by?: string;
  readonly excludeGuest?: 0 | 1;
  /** Encoding of a host event, where it is not that of cycles. */
  readonly raw?: number;
  readonly msr?: number;
  /** PMU version and model in the CPUID of a vCPU. */
  readonly version?: number;
  readonly model?: number;
  /** Hexadecimal digits with 0x where it may not fit a number. */
  readonly value?: number | string;
  readonly to?: string;
}

/** What the kernel's code holds after a step. Registers are hexadecimal digits; records are letters, newest first. */
export interface HarnessState {
  readonly step: number;
  readonly op: string;
  /** 0, or the negative error of the kernel. */
  readonly result: number;
  /** What an access to an MSR gave, and whose records a reader of all of them saw. */
  readonly value: string;
  readonly seen: string;
  readonly running: string;
  readonly inGuest: 0 | 1;
  readonly irqsOff: 0 | 1;
  readonly records: string;
  readonly tos: number;
  readonly tosBy: string;
  readonly select: string;
  readonly debugctl: string;
  /** By number; `+` after the state says that the event has run. */
  readonly events: Readonly<Record<string, string>>;
  readonly lbrUsers: number;
  readonly guestMask: 0 | 1;
  readonly brSel: string;
  readonly selectFlag: 0 | 1;
  readonly accountConfig?: string;
  readonly accountRef?: number;
  readonly callStackUsers: number;
  readonly tasks: Readonly<Record<string, TaskState>>;
  readonly cache: string;
  readonly cacheMatches: 0 | 1;
  readonly sampleStack: string;
  readonly samples: Readonly<Record<string, string>>;
  readonly lbrWrites: number;
  readonly debugctlWrites: number;
  readonly writesIrqsOn: number;
}

/** `users` and what follows is perf's image of the LBRs; absent where the task has none. */
interface TaskState {
  readonly vlbr: string;
  /** Of a vCPU: DEBUGCTL in its VMCS, whether LBR MSRs pass through, whether KVM_REQ_PMU is pending. */
  readonly debugctl?: string;
  readonly passthrough?: 0 | 1;
  readonly request?: 0 | 1;
  readonly users?: number;
  readonly valid?: 0 | 1;
  readonly logId?: number;
  readonly image?: string;
  readonly select?: string;
  readonly tosBy?: string;
}

export interface Kernel {
  /** `6.12.117`, from the Makefile of the tree. */
  readonly version: string;
  readonly tree: string;
  /** Path of the program. */
  readonly harness: string;
}

/** Why the harness can't be had here. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/**
 * Builds the harness for a series of Debian (`6.12`) or for a source tree (a path).
 * Throws Unavailable where the source or a tool is missing, and an Error where the build fails.
 */
export function buildHarness(source: string): Kernel {
  const tree = source.includes('/') ? source : script('fetch.sh', source);
  const version = versionOf(tree);
  return { version, tree, harness: script('build.sh', tree, join(cacheDirectory, `harness-${nameOf(tree)}`)) };
}

/** Tells two trees apart, also those of one version: a build is not taken for that of another tree. */
function nameOf(tree: string): string {
  const hash = createHash('sha256').update(resolve(tree)).digest('hex').slice(0, 8);
  return dirname(tree) === cacheDirectory ? basename(tree) : `${versionOf(tree)}-${hash}`;
}

function script(name: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(join(here, name), args, { encoding: 'utf8' });
  const last = stderr.trim().split('\n').slice(-3).join(' ');
  if (status === 3) throw new Unavailable(last);
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${last}`);
  return stdout.trim().split('\n').slice(-1)[0];
}

function versionOf(tree: string): string {
  const makefile = join(tree, 'Makefile');
  if (!existsSync(makefile)) throw new Unavailable(`${tree} has no Makefile; expected a Linux source tree`);
  const text = readFileSync(makefile, 'utf8');
  const part = (name: string): string => new RegExp(`^${name} = (.*)$`, 'm').exec(text)?.[1].trim() ?? '';
  return `${part('VERSION')}.${part('PATCHLEVEL')}.${part('SUBLEVEL')}`;
}

/**
 * Runs scenarios on a CPU of the harness; answers with the lines of each, for parseRun(). Brief ones have `result` and
 * `value` only.
 */
export async function runScenarioLines(
  kernel: Kernel,
  cpu: string,
  scenarios: readonly (readonly HarnessStep[])[],
  report: 'full' | 'brief' = 'full',
): Promise<string[]> {
  const child = spawn(kernel.harness, ['--cpu', cpu], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  child.stdin.on('error', () => undefined); // it died; the exit status and stderr say why
  const lines = scenarios.map((steps) => JSON.stringify(report === 'brief' ? { brief: 1, steps } : { steps }) + '\n');
  child.stdin.end(lines.join(''));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status, signal] = await ended;
  if (status !== 0) throw new Error(`harness ${kernel.version}: ${stderr.trim() || `stopped by ${signal ?? status}`}`);
  return stdout.split(/\{"end":\d+\}\n/).slice(0, -1);
}

/** The states after each step of a scenario. */
export function parseRun(lines: string): HarnessState[] {
  return JSON.parse(`[${lines.trimEnd().replaceAll('\n', ',')}]`) as HarnessState[];
}

/** Runs scenarios on a CPU of the harness; answers with the states after each step of each scenario. */
export async function runScenarios(
  kernel: Kernel,
  cpu: string,
  scenarios: readonly (readonly HarnessStep[])[],
): Promise<HarnessState[][]> {
  return (await runScenarioLines(kernel, cpu, scenarios)).map(parseRun);
}
