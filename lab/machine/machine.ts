// Starts an emulated machine, boots it to the agent's first call, and runs scenarios on it.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { failureOf, LabFailed } from '../failure.ts';
import { bootImage } from './boot-image.ts';
import { deviceConfiguration } from './devices.ts';
import { initramfs } from './initramfs.ts';

/** A kernel that was made ready by prepareKernel(). */
export interface Kernel {
  /** Version as the kernel itself prints it, for example 6.12.117+deb13-cloud-amd64. */
  version: string;
  /** SHA-256 of the image, hexadecimal. */
  image: string;
  bzImage: Buffer;
  vmlinux: Buffer;
  modules: ReadonlyMap<string, Uint8Array>;
  /** A copy of /proc/kallsyms of this kernel in this machine, once it is known. */
  symbols?: string;
  /** Where that copy is to be kept. */
  symbolFile: string;
}

/** Files that setup has built or fetched. */
export interface Parts {
  emulator: string;
  bios: string;
  vgaBios: string;
  floppy: string;
  agent: Buffer;
}

interface MachineOptions {
  kernel: Kernel;
  parts: Parts;
  /** Name in lab/cpu/models.json. */
  cpu: string;
  /** The emulator's own model that it is built on. */
  base: string;
  cpus: number;
  seed: number;
  /** Settings of the CPU that differ from their defaults. */
  settings?: ReadonlyMap<string, string>;
  memoryMiB?: number;
  moduleParameters?: ReadonlyMap<string, string>;
  commandLine?: string;
  /** Where configuration, serial log and images of this machine go. */
  folder: string;
}

/** One scenario for the machine. */
interface Request {
  id: string;
  /** Path of the step file. No blanks in paths. */
  steps: string;
  /** Path of the event log, or "-". */
  log: string;
  seed?: number;
  /** Instructions and idle steps after which it is ended. */
  limit?: number;
  fullHash?: boolean;
  /** Runs in the booted machine itself, which ends after it, in place of a copy of it. */
  fromBoot?: boolean;
  /** Copies the whole memory first, as a machine without sharing would: for comparison. */
  fullCopy?: boolean;
}

/** What became of a scenario. Status: end, failed, limit, panic, hang, reset, sweep, steps, log, request or emulator. */
interface Result {
  id: string;
  status: string;
  ticks: number;
  instructions: number;
  hash: string;
  findings: number;
  lines: number;
  pages: number;
  micros: number;
  forkMicros: number;
  /** CPU time of the copy, user and system. */
  cpuMicros: number;
  text: string;
}

interface Ready {
  ready: boolean;
  status?: string;
  text?: string;
  ticks?: number;
  instructions?: number;
}

const COMMAND_LINE =
  'console=ttyS0,115200 nokaslr mitigations=off tsc=reliable no_timer_check nowatchdog random.trust_cpu=on rcupdate.rcu_expedited=1 audit=0 apparmor=0 selinux=0 cryptomgr.notests=1 8250.nr_uarts=1 initcall_blacklist=jent_mod_init panic=0 quiet loglevel=4';

/** The emulator can miss a store of one CPU to a line that another one monitors: that one would sleep for ever. */
const NO_MWAIT = 'idle=halt';

/** A copy of the machine by fork() copies page tables: with pages of 2 MB there are few of them. Other allocators ignore it. */
const HUGE_PAGES = 'glibc.malloc.hugetlb=1';

/** A machine that waits at the agent's first call. */
class Machine {
  readonly instructions: number;
  readonly bootMillis: number;
  private readonly child: ChildProcess;
  private readonly lines: AsyncIterableIterator<string>;
  private readonly requests: Writable;

  private readonly emulatorLog: () => string;

  constructor(
    child: ChildProcess,
    lines: AsyncIterableIterator<string>,
    emulatorLog: () => string,
    instructions: number,
    bootMillis: number,
  ) {
    this.child = child;
    this.lines = lines;
    this.emulatorLog = emulatorLog;
    this.requests = child.stdio[3] as Writable;
    this.instructions = instructions;
    this.bootMillis = bootMillis;
  }

  /** Runs one scenario; one at a time. `onVariant` is called for each copy of a "!sweep" in it. */
  async run(r: Request, onVariant: (variant: Result) => void = () => {}): Promise<Result> {
    const words = ['run', r.id, r.steps, r.log, `seed=${r.seed ?? 1}`, `limit=${r.limit ?? 200_000_000}`];
    if (r.fullHash === true) words.push('hash=full');
    if (r.fromBoot === true) words.push('fork=0');
    if (r.fullCopy === true) words.push('copy=1');
    this.requests.write(`${words.join(' ')}\n`);
    for (;;) {
      const line = await this.lines.next();
      if (line.done === true) throw failureOf('emulator', this.emulatorLog());
      const result = JSON.parse(line.value) as Result;
      if (!result.id.startsWith(`${r.id}.`)) return result;
      onVariant(result);
    }
  }

  /** Ends the machine. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => this.child.once('exit', () => resolve()));
    this.requests.end('quit\n');
    await ended;
  }
}

function writeFiles(o: MachineOptions): string {
  const memoryMiB = o.memoryMiB ?? 256;
  const parameters = new Map([['kvm', 'halt_poll_ns=0'], ['kvm-intel', 'nested=1'], ...(o.moduleParameters ?? [])]);
  const archive = initramfs(o.parts.agent, o.kernel.modules, parameters);
  const image = bootImage(
    o.kernel.bzImage,
    o.kernel.vmlinux,
    archive.length,
    [COMMAND_LINE, ...(o.cpus > 1 ? [NO_MWAIT] : []), o.commandLine ?? ''].join(' ').trim(),
    memoryMiB << 20,
  );
  const file = (name: string) => join(o.folder, name);
  writeFileSync(file('kernel.bin'), image.kernel);
  writeFileSync(file('params.bin'), image.params);
  writeFileSync(file('initramfs'), archive);
  writeFileSync(
    file('devices'),
    deviceConfiguration({
      base: o.base,
      cpus: o.cpus,
      memoryMiB,
      bios: o.parts.bios,
      vgaBios: o.parts.vgaBios,
      floppy: o.parts.floppy,
      images: [
        { file: file('kernel.bin'), address: image.kernelAddress },
        { file: file('params.bin'), address: image.paramsAddress },
        { file: file('initramfs'), address: image.initramfsAddress },
      ],
      log: file('devices.log'),
    }),
  );
  const lines = [
    `model ${o.cpu}`,
    `seed ${o.seed}`,
    `serial ${file('serial.log')}`,
    `header "kernel":${JSON.stringify(o.kernel.version)},"image":"${o.kernel.image}"`,
  ];
  if (o.kernel.symbols !== undefined) lines.push(`symbols ${o.kernel.symbols}`);
  for (const [name, value] of o.settings ?? []) lines.push(`set ${name}=${value}`);
  writeFileSync(file('cpu'), `${lines.join('\n')}\n`);
  return file('devices');
}

/** Boots a machine to the agent's first call. Throws LabFailed with the serial log's tail where it does not get there. */
export async function startMachine(o: MachineOptions): Promise<Machine> {
  mkdirSync(o.folder, { recursive: true });
  const devices = writeFiles(o);
  const logFile = join(o.folder, 'emulator.log');
  const log = openSync(logFile, 'w');
  const emulatorLog = () => readFileSync(logFile, 'utf8');
  const since = Date.now();
  const child = spawn(o.parts.emulator, ['-q', '-unlock', '-f', devices], {
    cwd: o.folder,
    env: { ...process.env, LAB_CONFIG: join(o.folder, 'cpu'), GLIBC_TUNABLES: HUGE_PAGES },
    stdio: ['ignore', log, log, 'pipe', 'pipe'],
  });
  closeSync(log);
  // the emulator ends by itself after a run from boot, and by its death after a fault of its own
  for (const pipe of [child.stdio[3], child.stdio[4]]) pipe?.on('error', () => {});
  const reader: Interface = createInterface({ input: child.stdio[4] as Readable });
  const lines = reader[Symbol.asyncIterator]() as AsyncIterableIterator<string>;
  const first = await lines.next();
  if (first.done === true) throw failureOf('emulator', emulatorLog());
  const ready = JSON.parse(first.value) as Ready;
  if (!ready.ready) {
    const { message } = failureOf(ready.status ?? '', ready.text ?? '');
    throw new LabFailed(`${o.kernel.version} does not come to the agent's first step: ${message}`);
  }
  return new Machine(child, lines, emulatorLog, ready.instructions ?? 0, Date.now() - since);
}
