// `npm run lab -- setup`: fetches and builds all that a machine needs, below the user's cache folder.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readKernel, unpackDebs } from '../machine/kernel.ts';
import { startMachine, type Kernel, type Parts } from '../machine/machine.ts';
import { Lacking } from '../machine/unpack.ts';
import { Apt, sha256 } from './apt.ts';
import { buildAgent, buildEmulator, buildFloppy } from './build.ts';
import { readHooks } from './hooks.ts';
import { cpuModel } from './models.ts';
import { labCache, labFolder } from './paths.ts';

export interface Package {
  name: string;
  version: string;
  sha256: string;
}

interface KernelPackages {
  name: string;
  packages: Package[];
  meta: { name: string; suites: string[] };
}

interface PackageList {
  packages: Package[];
  kernels: KernelPackages[];
}

interface SetupOptions {
  /** Tar file of the emulator's source, in place of the source package. */
  emulatorSource?: string;
  bios?: string;
  vgaBios?: string;
  say: (line: string) => void;
}

const readPackages = (): PackageList =>
  JSON.parse(readFileSync(join(labFolder, 'emulator', 'packages.json'), 'utf8')) as PackageList;

const downloads = join(labCache, 'packages');
let client: Apt | undefined;

function apt(): Apt {
  if (client === undefined) {
    client = new Apt(join(labCache, 'apt'));
    client.update();
  }
  return client;
}

function checked(file: string, sum: string): string {
  if (sha256(file) !== sum)
    throw new Error(`${file}: its checksum is not the one in packages.json; remove the file and try again`);
  return file;
}

export function fetched(p: Package): string {
  const kept = join(downloads, `${p.name}_${p.version.replaceAll(/[:~]/g, '_')}.deb`);
  if (!existsSync(kept)) {
    const work = mkdtempSync(join(downloads, 'get-'));
    const file = apt().download(p.name, p.version, work);
    if (p.sha256 !== '') checked(file, p.sha256);
    renameSync(file, kept);
    rmSync(work, { recursive: true });
  }
  return p.sha256 === '' ? kept : checked(kept, p.sha256);
}

function emulatorSource(given: string | undefined): string {
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(`--emulator-source ${given}: no such file`);
    return resolve(given);
  }
  const { source } = readHooks(join(labFolder, 'emulator'));
  const file = join(downloads, source.file);
  if (!existsSync(file)) apt().source(source.name, source.version, downloads);
  return checked(file, source.sha256);
}

function rom(given: string | undefined, name: string, path: string): string {
  if (given !== undefined) {
    if (!existsSync(given)) throw new Error(`${given}: no such file`);
    return resolve(given);
  }
  const folder = join(labCache, name);
  const file = join(folder, path);
  if (!existsSync(file)) {
    const found = readPackages().packages.find((p) => p.name === name);
    if (found === undefined) throw new Error(`packages.json has no ${name}`);
    unpackDebs([fetched(found)], folder);
  }
  return file;
}

/** Fetches and builds the emulator, the agent and the ROMs; what is there already is kept. */
export function prepareParts(o: SetupOptions): Parts {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Lacking(`an x86-64 Linux is needed, this is ${process.platform} ${process.arch}`);
  mkdirSync(downloads, { recursive: true });
  const emulator = buildEmulator(
    emulatorSource(o.emulatorSource),
    labCache,
    Math.min(availableParallelism(), 8),
    o.say,
  );
  return {
    emulator,
    bios: rom(o.bios, 'bochsbios', 'usr/share/bochs/BIOS-bochs-latest'),
    vgaBios: rom(o.vgaBios, 'vgabios', 'usr/share/vgabios/vgabios.bin'),
    floppy: buildFloppy(labCache),
    agent: readFileSync(buildAgent(labCache)),
  };
}

// Where the pinned version has left the archive: the newest one of the same series that a suite has.
function current(k: KernelPackages): Package[] {
  const known = apt().versions(k.meta.name);
  const series =
    known.find((v) => k.meta.suites.includes(v.suite) && v.version.startsWith(`${k.name}.`)) ??
    known.find((v) => k.meta.suites.includes(v.suite));
  if (series === undefined) throw new Lacking(`no suite has a kernel of the series ${k.name}`);
  const found: Package[] = [];
  const visit = (name: string, version: string) => {
    if (
      !/^linux-(image|binary|modules)-\d|^linux-(image|modules)-cloud-amd64$/.test(name) ||
      found.some((p) => p.name === name)
    )
      return;
    found.push({ name, version, sha256: '' });
    for (const next of apt().depends(name, version)) visit(next.name, next.version);
  };
  visit(k.meta.name, series.version);
  return found.filter((p) => /-\d/.test(p.name));
}

/** Names of the kernels that setup knows, for example 6.12. */
export const kernelNames = (): string[] => readPackages().kernels.map((k) => k.name);

/** The series that a name means: itself, the version of its package, or what `uname -r` says in it. */
export function seriesOf(
  kernels: readonly Pick<KernelPackages, 'name' | 'packages'>[],
  name: string,
): string | undefined {
  const means = ({ name: packaged, version }: Package): boolean =>
    version === name || version.replace(/-[^-]*$/, '') === name || packaged.endsWith(`-${name}`);
  return kernels.find((kernel) => kernel.name === name || kernel.packages.some(means))?.name;
}

/** The folder of a kernel that setup unpacked; fetches it where it is not there yet. */
function kernelFolder(name: string): string {
  const k = readPackages().kernels.find((entry) => entry.name === name);
  if (k === undefined)
    throw new Error(`no kernel ${name}; known: ${kernelNames().join(', ')}, or a file with --kernel`);
  const folder = join(labCache, `kernel-${name}`);
  const stamp = join(folder, 'packages');
  if (existsSync(stamp)) return folder;
  mkdirSync(downloads, { recursive: true });
  let packages = k.packages;
  let debs: string[];
  try {
    debs = packages.map((p) => fetched(p));
  } catch (error) {
    if (error instanceof Lacking) throw error;
    packages = current(k);
    debs = packages.map((p) => fetched(p));
  }
  unpackDebs(debs, folder);
  writeFileSync(stamp, `${packages.map((p) => `${p.name} ${p.version}`).join('\n')}\n`);
  return folder;
}

/** Boots the kernel once and keeps its /proc/kallsyms, so that later logs name places. */
export async function prepareSymbols(kernel: Kernel, parts: Parts, cpu: string): Promise<Kernel> {
  if (kernel.symbols !== undefined) return kernel;
  const folder = mkdtempSync(join(tmpdir(), 'lab-symbols-'));
  try {
    const steps = join(folder, 'steps');
    writeFileSync(steps, 'symbols\n');
    const machine = await startMachine({ kernel, parts, cpu, base: cpuModel(cpu).base, cpus: 1, seed: 1, folder });
    const result = await machine.run({ id: 'symbols', steps, log: join(folder, 'log'), limit: 4_000_000_000 });
    await machine.close();
    if (result.status !== 'end')
      throw new Error(`${kernel.version}: its symbols cannot be read: ${result.status} ${result.text}`);
    copyFileSync(join(folder, 'log.kallsyms'), `${kernel.symbolFile}.part`);
    renameSync(`${kernel.symbolFile}.part`, kernel.symbolFile);
    return { ...kernel, symbols: kernel.symbolFile };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A kernel by its series or version in packages.json, or a bzImage (or a folder that has one) with its modules. */
export function openKernel(name: string, modules: string | undefined): Kernel {
  const series = seriesOf(readPackages().kernels, name);
  if (series === undefined) {
    if (existsSync(name)) return readKernel(name, modules, labCache);
    throw new Error(`found "${name}", expected ${kernelNames().join(', ')}, a version of them, or a file`);
  }
  if (modules !== undefined)
    throw new Error(`${name} has modules of its own; --modules goes with the file of a bzImage`);
  return readKernel(kernelFolder(series), undefined, labCache);
}
