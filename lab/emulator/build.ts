// Builds the emulator from its source and lab/cpu, and the agent. What is built is kept by a hash of all that went in.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Lacking } from '../machine/unpack.ts';
import { sha256 } from './apt.ts';
import { generateHeader } from './generate.ts';
import { applyHooks, readHooks } from './hooks.ts';
import { labFolder } from './paths.ts';

const CONFIGURE = [
  '--with-nogui',
  '--enable-x86-64',
  '--enable-cpu-level=6',
  '--enable-smp',
  '--enable-vmx=2',
  '--enable-avx',
  '--enable-evex',
  '--enable-pci',
  '--enable-repeat-speedups',
  '--enable-fast-function-calls',
  '--enable-handlers-chaining',
  '--enable-trace-linking',
  '--enable-configurable-msrs',
  '--enable-long-phy-address',
  '--enable-large-ramfile',
  '--enable-instrumentation=instrument/lab',
  '--disable-docbook',
];

function run(
  program: string,
  args: readonly string[],
  cwd: string,
  log: string,
  env: Record<string, string> = {},
): void {
  const done = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.error) throw new Lacking(`the program ${program} is lacking (Debian: apt-get install build-essential)`);
  writeFileSync(log, `${done.stdout}${done.stderr}`);
  if (done.status !== 0) throw new Error(`${program} failed, see ${log}`);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]))
    .toSorted();
}

/** A hash of files' names and contents, 16 hexadecimal digits. */
function sourceHash(folders: readonly string[], pattern: RegExp): string {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const file of filesBelow(join(labFolder, folder)))
      if (pattern.test(file))
        hash.update(file.slice(labFolder.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** The hash of all that the emulated CPU is made of. Results name it: they are stale when it differs. */
export const cpuHash = (): string => sourceHash(['cpu', 'emulator'], /\.(cc|h|in|json)$/);

// Headers of the emulator and the hooks: a change of one of them builds everything, one of lab/cpu only the library.
const treeHash = (): string => sourceHash(['emulator'], /(instrument\.h|Makefile\.in|hooks\.json)$/);

function prepareTree(source: string, tree: string): void {
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(tree, { recursive: true });
  run('tar', ['xJf', source, '-C', tree, '--strip-components=1'], tree, `${tree}.log`);
  applyHooks(tree, readHooks(join(labFolder, 'emulator')));
  const library = join(tree, 'instrument', 'lab');
  mkdirSync(library);
  for (const name of ['instrument.h', 'Makefile.in']) cpSync(join(labFolder, 'emulator', name), join(library, name));
}

function copyLibrary(tree: string): void {
  const library = join(tree, 'instrument', 'lab');
  const put = (name: string, text: string) => {
    const path = join(library, name);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
  };
  const cpu = join(labFolder, 'cpu');
  const sources = readdirSync(cpu).filter((name) => /\.(cc|h)$/.test(name));
  for (const name of readdirSync(library))
    if (/\.(cc|o)$/.test(name) && !sources.includes(name.replace(/o$/, 'cc'))) rmSync(join(library, name));
  for (const name of sources) put(name, readFileSync(join(cpu, name), 'utf8'));
  const json = (name: string) => JSON.parse(readFileSync(join(cpu, name), 'utf8'));
  put('settings.gen.h', generateHeader(json('settings.json'), json('models.json')));
}

/**
 * Builds the emulator below `cache` and returns the path of the binary. `source`: the tar file that hooks.json names, or
 * another one whose lines fit. Throws where a compiler is lacking, or a hook does not fit.
 */
export function buildEmulator(source: string, cache: string, jobs: number, say: (line: string) => void): string {
  const binary = join(cache, `emulator-${cpuHash()}`);
  if (existsSync(binary)) return binary;
  const tree = join(cache, `tree-${treeHash()}-${sha256(source).slice(0, 8)}`);
  const flags = {
    CFLAGS: '-O2 -fomit-frame-pointer -pipe',
    CXXFLAGS: '-O2 -fomit-frame-pointer -fno-exceptions -pipe',
  };
  if (!existsSync(join(tree, 'config.done'))) {
    say('building the emulator, about two minutes on two idle cores');
    prepareTree(source, tree);
    copyLibrary(tree);
    run('./configure', CONFIGURE, tree, join(tree, 'configure.log'), flags);
    writeFileSync(join(tree, 'config.done'), '');
  } else copyLibrary(tree);
  run('make', [`-j${jobs}`], join(tree, 'instrument', 'lab'), join(tree, 'make-library.log'), flags);
  run('make', [`-j${jobs}`], tree, join(tree, 'make.log'), flags);
  cpSync(join(tree, 'bochs'), `${binary}.part`);
  renameSync(`${binary}.part`, binary);
  return binary;
}

/** Builds the boot sector's disk image below `cache`. */
export function buildFloppy(cache: string): string {
  const source = join(labFolder, 'machine', 'boot-sector.S');
  const image = join(cache, `floppy-${sourceHash(['machine'], /boot-sector\.S$/)}`);
  if (existsSync(image)) return image;
  run('gcc', ['-c', source, '-o', `${image}.o`], cache, `${image}.log`);
  run(
    'ld',
    [
      '-m',
      'elf_x86_64',
      '-Ttext',
      '0x7c00',
      '--oformat',
      'binary',
      '-e',
      '_start',
      '-o',
      `${image}.part`,
      `${image}.o`,
    ],
    cache,
    `${image}.log`,
  );
  truncateSync(`${image}.part`, 1_474_560);
  renameSync(`${image}.part`, image);
  return image;
}

/** The hash of the agent and the guest's program. */
export const agentHash = (): string => sourceHash(['agent', 'guest'], /\.(c|h|S|ld|sh)$/);

/** Builds the agent with the guest's program inside it below `cache`. */
export function buildAgent(cache: string): string {
  const agent = join(cache, `agent-${agentHash()}`);
  if (!existsSync(agent)) run('sh', [join(labFolder, 'agent', 'build.sh'), agent], cache, `${agent}.log`);
  return agent;
}
