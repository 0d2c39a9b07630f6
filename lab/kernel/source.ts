// The source of a kernel as a tree of our own below the cache, from its package or as a copy of somebody's folder.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fetched, type Package } from '../emulator/setup.ts';
import { labCache, labFolder } from '../emulator/paths.ts';
import { Lacking } from '../machine/unpack.ts';
import { copyChanged } from './copy-changed.ts';

/** A tree that may be changed. */
export interface KernelSource {
  /** Of the tree in the cache: `7.3`, or `dir-` and a hash of the path of the folder. */
  readonly name: string;
  /** Version of the package, or a hash of what the folder holds. */
  readonly version: string;
  readonly tree: string;
}

interface Pinned extends Omit<Package, 'name'> {
  readonly name: string;
  readonly package: string;
}

const pinned = (): readonly Pinned[] =>
  (JSON.parse(readFileSync(join(labFolder, 'kernel', 'sources.json'), 'utf8')) as { sources: Pinned[] }).sources;

/** Versions whose source package is pinned. */
export const sourceNames = (): string[] => pinned().map(({ name }) => name);

/** Sources that no x86 build with this configuration compiles. Their Kconfig and make files stay: a tree needs them. */
const LEFT_OUT = [
  'arch/[!x]*.[chS]',
  'arch/[!x]*.dts*',
  'drivers/gpu/*.[chS]',
  'drivers/net/*.[chS]',
  'drivers/media/*.[chS]',
  'drivers/staging/*.[chS]',
  'drivers/infiniband/*.[chS]',
  'drivers/scsi/*.[chS]',
  'drivers/iio/*.[chS]',
  'sound/*.[chS]',
  'tools/testing/*.[chS]',
  'tools/perf/*',
  'Documentation/*/*',
];

const sources = (): string => join(labCache, 'kernel-sources');

/** The tree of a pinned version, fetched and unpacked once. Throws Lacking where the package cannot be had. */
export function packagedSource(name: string, say: (line: string) => void): KernelSource {
  const found = pinned().find((one) => one.name === name);
  if (found === undefined) throw new Error(`found version "${name}", expected ${sourceNames().join(', ')}`);
  const tree = join(sources(), name);
  if (unpackedSource(name) === undefined) {
    const stamp = `${tree}.version`;
    const file = packageOf(found);
    say(`unpacking ${found.package} ${found.version}, half a minute`);
    rmSync(stamp, { force: true });
    unpack(file, found.package, tree);
    writeFileSync(stamp, found.version);
  }
  return { name, version: found.version, tree };
}

/** The tree of a pinned version where it is unpacked already. */
export function unpackedSource(name: string): KernelSource | undefined {
  const version = pinned().find((one) => one.name === name)?.version;
  const tree = join(sources(), name);
  const isThere = existsSync(`${tree}.version`) && readFileSync(`${tree}.version`, 'utf8') === version;
  return version === undefined || !isThere ? undefined : { name, version, tree };
}

function packageOf({ package: name, version, sha256 }: Pinned): string {
  mkdirSync(join(labCache, 'packages'), { recursive: true });
  try {
    return fetched({ name, version, sha256 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Lacking(`${name} ${version} cannot be had (${why}); give an unpacked source with --source DIR`);
  }
}

function unpack(file: string, name: string, tree: string): void {
  for (const folder of [tree, `${tree}.originals`]) rmSync(folder, { recursive: true, force: true });
  const part = `${tree}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const leftOut = LEFT_OUT.map((pattern) => `'--exclude=${name}/${pattern}'`).join(' ');
  const script = `set -o pipefail; dpkg-deb --fsys-tarfile "$1" | tar -xO ./usr/src/${name}.tar.xz | xz -dc -T0 | tar -x -C "$2" --anchored ${leftOut}`;
  const done = spawnSync('bash', ['-c', script, 'unpack', file, part], { encoding: 'utf8' });
  if (done.error !== undefined) throw new Lacking('bash is lacking, which unpacks the package of a source');
  if (done.status !== 0) throw new Error(`${file} cannot be unpacked: ${done.stderr.trim().split('\n').at(-1) ?? ''}`);
  renameSync(join(part, name), tree);
  rmSync(part, { recursive: true });
}

/**
 * A copy of a folder with a kernel's source, brought up to date; the folder itself is never changed. Throws where it is none.
 */
export function copiedSource(folder: string): KernelSource {
  const from = resolve(folder);
  if (!existsSync(from) || !statSync(from).isDirectory()) throw new Error(`--source ${folder}: no such folder`);
  for (const file of ['Kconfig', 'Makefile', 'arch/x86/kvm/Kconfig'])
    if (!existsSync(join(from, file))) throw new Error(`--source ${folder}: no tree of Linux, ${file} is not there`);
  const name = `dir-${createHash('sha256').update(from).digest('hex').slice(0, 12)}`;
  const tree = join(sources(), name);
  return { name, version: copyChanged(from, tree), tree };
}
