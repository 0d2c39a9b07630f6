// Builds kernels for the lab: a configuration of our own, one folder of objects a source, one image a change.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { labCache, labFolder } from '../emulator/paths.ts';
import { changedContents, type Change } from './changes.ts';
import { lackingOptions } from './config.ts';
import { compilerName, requireBuildTools } from './needs.ts';
import { putInto } from './originals.ts';
import { shortHash } from './short-hash.ts';
import type { KernelSource } from './source.ts';

/** A kernel in the cache. */
interface BuiltKernel {
  /** Path of the vmlinux, without symbols. */
  readonly vmlinux: string;
  readonly source: Pick<KernelSource, 'name' | 'version'>;
  /** Hash of the configuration. */
  readonly config: string;
  readonly compiler: string;
  readonly changes: readonly string[];
}

interface BuildOptions {
  readonly jobs: number;
  readonly say: (line: string) => void;
}

/** What would make two builds of one source differ. */
const ALWAYS_THE_SAME = {
  KBUILD_BUILD_TIMESTAMP: 'Thu Jan  1 00:00:00 UTC 2026',
  KBUILD_BUILD_USER: 'lab',
  KBUILD_BUILD_HOST: 'lab',
  KBUILD_BUILD_VERSION: '1',
};

const CONFIG = join(labFolder, 'kernel', 'config');

/** Hash of the configuration that kernels of the lab are built with. */
const configHash = (): string => shortHash(readFileSync(CONFIG, 'utf8'));

/**
 * Builds a source with changes, or takes it from the cache, where it is by source, configuration, compiler and the contents of
 * what is changed. Throws Lacking, a ChangeError, or an Error that names the log of a build that fails.
 */
export function buildKernel(source: KernelSource, changes: readonly Change[], options: BuildOptions): BuiltKernel {
  requireBuildTools();
  const [config, compiler] = [configHash(), compilerName()];
  const contents = changedContents(source.tree, changes);
  const folder = folderOf(source, contents);
  const vmlinux = join(folder, 'vmlinux');
  const { name, version } = source;
  const built = { vmlinux, source: { name, version }, config, compiler, changes: changes.map((change) => change.name) };
  if (existsSync(vmlinux)) return built;
  const objects = join(labCache, 'kernel-objects', `${name}-${shortHash(config, compiler)}`);
  mkdirSync(objects, { recursive: true });
  locked(`${objects}.lock`, () => {
    putInto(source.tree, contents);
    configure(source.tree, objects);
    make(source.tree, objects, [`-j${options.jobs}`, 'vmlinux'], options.say);
    mkdirSync(folder, { recursive: true });
    const part = `${vmlinux}.part`;
    copyFileSync(join(objects, 'vmlinux'), part);
    const stripped = spawnSync('strip', [part], { encoding: 'utf8' });
    if (stripped.status !== 0) throw new Error(`strip of ${part} failed: ${stripped.stderr.trim()}`);
    writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(built, undefined, 1)}\n`);
    renameSync(part, vmlinux);
  });
  return built;
}

/** Whether a kernel is in the cache, so that buildKernel() builds nothing. */
export const isBuilt = (source: KernelSource, changes: readonly Change[]): boolean =>
  existsSync(join(folderOf(source, changedContents(source.tree, changes)), 'vmlinux'));

function folderOf({ name, version }: KernelSource, contents: ReadonlyMap<string, string>): string {
  const key = shortHash(name, version, configHash(), compilerName(), JSON.stringify([...contents].sort()));
  return join(labCache, 'kernel-built', key);
}

/** Makes the configuration where it is not there, or ours has changed. */
function configure(tree: string, objects: string): void {
  const fragment = readFileSync(CONFIG, 'utf8');
  const stamp = join(objects, 'lab-config');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fragment) return;
  make(tree, objects, [`KCONFIG_ALLCONFIG=${CONFIG}`, 'allnoconfig']);
  const lacking = lackingOptions(fragment, readFileSync(join(objects, '.config'), 'utf8'));
  if (lacking.length > 0)
    throw new Error(
      `this source does not take ${lacking.join(', ')} of lab/kernel/config: is it older than Linux 6.1?`,
    );
  writeFileSync(stamp, fragment);
}

function make(tree: string, objects: string, targets: readonly string[], say?: (line: string) => void): void {
  const log = join(objects, 'lab-make.log');
  const isFirst = !existsSync(join(objects, 'vmlinux'));
  if (isFirst) say?.('building a kernel, five minutes on two idle cores');
  const out = openSync(log, 'w');
  const env = { ...process.env, ...ALWAYS_THE_SAME };
  const { status, error } = spawnSync('make', ['-s', '-C', tree, `O=${objects}`, ...targets], {
    env,
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  if (error !== undefined) throw error;
  if (status === 0) return;
  const [first] = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /error|\*\*\*/i.test(line));
  throw new Error(`the build fails, see ${log}${first === undefined ? '' : `: ${first}`}`);
}

/** One build at a time in a folder of objects. */
function locked(path: string, work: () => void): void {
  if (existsSync(path) && isAlive(Number(readFileSync(path, 'utf8'))))
    throw new Error(`another build is at work in this folder (${path})`);
  writeFileSync(path, String(process.pid));
  try {
    work();
  } finally {
    rmSync(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
