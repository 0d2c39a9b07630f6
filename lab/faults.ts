// `npm run lab -- faults`: the judge is judged. Faults are planted into the running kernel and the emulated CPU, one at a time.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  FAULTS_FORMAT,
  faultsText,
  outcomeOf,
  sighting,
  type FaultEntry,
  type FaultKernel,
  type FaultResults,
} from '../src/spec/lab/faults.ts';
import { parseWorkload, type Workload } from '../src/spec/lab/workload.ts';
import { agentHash, cpuHash, judgeHash } from '../src/node/lab-hashes.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { LAB_KERNELS } from './kernels.ts';
import { RunFailed } from './failure.ts';
import { observe } from './observe.ts';
import { LabSession } from './session.ts';

interface Fault {
  readonly name: string;
  readonly title: string;
  readonly kind: FaultEntry['kind'];
  readonly where: string;
  readonly lines: readonly string[];
  /** Lines for kernels of a series whose code differs. */
  readonly series?: Readonly<Record<string, readonly string[]>>;
  /** Why no judge can see it. */
  readonly unseen?: string;
}

interface FaultFile {
  readonly faults: readonly Omit<Fault, 'kind' | 'unseen'>[];
  readonly unseen: Readonly<Record<string, string>>;
}

/** A run that ends because the emulator does not take a line of the fault. */
const UNREADABLE = 'a line of the steps cannot be read';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

/** [--kernel SERIES]... [--fault NAME]... [--workload NAME]... [--out FILE] */
export async function faults(args: string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args, options: { kernel: many, fault: many, workload: many, out: text } });
  const root = packageRoot();
  const kernels = chosen('--kernel', LAB_KERNELS, values.kernel ?? ['7.3']);
  const planted = chosen('--fault', allFaults(root), values.fault);
  const workloads = chosen('--workload', allWorkloads(root), values.workload);
  const partial = values.fault !== undefined || values.workload !== undefined;
  const session = new LabSession(say);
  try {
    const results: FaultResults = {
      format: FAULTS_FORMAT,
      agent: agentHash(),
      cpu: cpuHash(),
      judge: judgeHash(root),
      planted: plantedHash(root),
      kernels: [],
      faults: [],
    };
    const done: { kernels: FaultKernel[]; faults: FaultEntry[] } = { kernels: [], faults: [] };
    for (const { name } of kernels) {
      const { version, image } = await session.kernel(name);
      const found = await plantAll(session, { name, version }, planted, workloads, say);
      done.kernels.push({ name, version, image, base: found.base });
      done.faults.push(...found.faults);
    }
    const whole = { ...results, ...done };
    const out = values.out ?? (partial ? undefined : join(root, 'lab', 'faults-results.json'));
    if (out !== undefined) {
      writeFileSync(`${out}.part`, `${JSON.stringify(whole, undefined, 1)}\n`);
      renameSync(`${out}.part`, out);
    }
    say('');
    say(faultsText(whole));
    return whole.faults.some(({ outcome, reason }) => outcome === 'missed' && reason === undefined) ? 1 : 0;
  } finally {
    await session.close();
  }
}

function chosen<T extends { readonly name: string }>(
  option: string,
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  for (const name of names ?? []) {
    if (!all.some((one) => one.name === name))
      throw new UsageError(`${option}: found "${name}", expected one of ${all.map((one) => one.name).join(', ')}`);
  }
  return names === undefined ? all : all.filter(({ name }) => names.includes(name));
}

function allFaults(root: string): Fault[] {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(root, 'lab', file), 'utf8'));
  const { faults: kernel, unseen } = read('faults.json') as FaultFile;
  const { settings } = read('cpu/settings.json') as {
    settings: { name: string; kind: string; section: string; text: string }[];
  };
  const all = [
    ...kernel.map((fault) => ({ ...fault, kind: 'kernel' as const })),
    ...settings
      .filter(({ kind }) => kind === 'fault')
      .map(({ name, section, text: title }) => ({
        name: name.replace('fault.', 'cpu-'),
        title: title.replace(/\.$/, ''),
        kind: 'cpu' as const,
        where: section,
        lines: [`!cpu ${name}=on`],
      })),
  ];
  return all.map((fault) => (unseen[fault.name] === undefined ? fault : { ...fault, unseen: unseen[fault.name] }));
}

/** In the order in which machines are booted: one boot for those that run on the same CPU. */
export function allWorkloads(root: string): Workload[] {
  const folder = join(root, 'lab', 'workloads');
  const machine = ({ cpu, cpus, name }: Workload): string => `${cpus} ${cpu} ${name}`;
  return readdirSync(folder)
    .filter((file) => file.endsWith('.steps'))
    .map((file) => parseWorkload(file.replace(/\.steps$/, ''), readFileSync(join(folder, file), 'utf8')))
    .sort((a, b) => (machine(a) < machine(b) ? -1 : 1));
}

function plantedHash(root: string): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'lab', 'faults.json')));
  const folder = join(root, 'lab', 'workloads');
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Every fault in every workload; the machine is booted once for the workloads that share it. */
async function plantAll(
  session: LabSession,
  kernel: { readonly name: string; readonly version: string },
  planted: readonly Fault[],
  workloads: readonly Workload[],
  say: (line: string) => void,
): Promise<{ base: FaultKernel['base'][number][]; faults: FaultEntry[] }> {
  const base: FaultKernel['base'][number][] = [];
  const seen = new Map<Fault, FaultEntry['seenBy'][number][]>(planted.map((fault) => [fault, []]));
  const missed = new Map<Fault, string[]>(planted.map((fault) => [fault, []]));
  const impossible = new Map<Fault, string>();
  for (const workload of workloads) {
    const { name, title, cpu, cpus, expected } = workload;
    const clean = await observe(session, kernel.name, workload, []);
    if (clean.stops !== undefined) throw new RunFailed(`${name} on ${kernel.version}: ${clean.stops}`);
    base.push({
      workload: name,
      title,
      cpu,
      cpus,
      violated: clean.violated,
      met: expected.length - clean.unmet.length,
    });
    for (const text of clean.unmet) say(`${kernel.name} ${name}: ${text}`);
    for (const fault of planted) {
      if (impossible.has(fault)) continue;
      const faulty = await observe(session, kernel.name, workload, fault.series?.[kernel.name] ?? fault.lines);
      if (faulty.stops?.startsWith(UNREADABLE) === true) {
        impossible.set(fault, faulty.stops.replace(/^.*?: line \d+ \(.*?\): /, ''));
        continue;
      }
      const difference = sighting(name, clean, faulty);
      if (difference === undefined) missed.get(fault)?.push(name);
      else seen.get(fault)?.push(difference);
    }
    say(`${kernel.name} ${name} is done`);
  }
  const entries = planted.map((fault): FaultEntry => {
    const { name, title, kind, where } = fault;
    const common = { name, title, kind, where, kernel: kernel.version };
    const reason = impossible.get(fault);
    if (reason !== undefined) return { ...common, outcome: 'cannot-be-planted', reason, seenBy: [], notSeenBy: [] };
    const seenBy = seen.get(fault) ?? [];
    const outcome = outcomeOf(seenBy);
    const unseen = outcome !== 'found' && fault.unseen !== undefined ? { reason: fault.unseen } : {};
    return { ...common, outcome, ...unseen, seenBy, notSeenBy: missed.get(fault) ?? [] };
  });
  return { base, faults: entries };
}
