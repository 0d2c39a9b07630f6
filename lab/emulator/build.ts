// Builds the emulator from its source and lab/cpu, and the agent. What is built is kept by a hash of all that went in.
import { spawnSync } from 'node:child_process';
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
import { agentHash, cpuHash, labSourceHash } from '../../src/node/lab-hashes.ts';
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

/** Throws Lacking in one line for the first program that is not there, before any work. */
function requirePrograms(...programs: readonly string[]): void {
  for (const program of programs) {
    if (spawnSync(program, ['--version']).error === undefined) continue;
    const name = program === 'xz' ? 'xz-utils' : program === 'tar' ? 'tar' : 'build-essential';
    throw new Lacking(`the program ${program} is lacking (Debian: apt-get install ${name})`);
  }
}

// Headers of the emulator and the hooks: a change of one of them builds everything, one of lab/cpu only the library.
const treeHash = (): string => labSourceHash(['emulator'], /(instrument\.h|Makefile\.in|hooks\.json)$/);

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
  requirePrograms('g++', 'make', 'tar', 'xz');
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
  const image = join(cache, `floppy-${labSourceHash(['machine'], /boot-sector\.S$/)}`);
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

/** Builds the agent with the guest's program inside it below `cache`. */
export function buildAgent(cache: string): string {
  const agent = join(cache, `agent-${agentHash()}`);
  if (!existsSync(agent)) run('sh', [join(labFolder, 'agent', 'build.sh'), agent], cache, `${agent}.log`);
  return agent;
}
