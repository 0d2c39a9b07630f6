import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { changedContents, filesOfPatch, pieceOrPatch } from '../../lab/kernel/changes.ts';
import { buildKernelCommand } from '../../lab/kernel/command.ts';
import { lackingOptions } from '../../lab/kernel/config.ts';
import { copyChanged } from '../../lab/kernel/copy-changed.ts';
import { original, putBack, putInto } from '../../lab/kernel/originals.ts';
import { copiedSource } from '../../lab/kernel/source.ts';
import { headerOf, vmlinuxOf } from '../../lab/machine/boot-image.ts';
import { versionOf } from '../../lab/machine/kernel.ts';
import { readPieces } from '../../src/node/pieces.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'kernel-build-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => path.join(folder, ...names);
const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
};
const read = (name: string): string => readFileSync(at(name), 'utf8');

describe('the configuration', () => {
  const fragment = 'CONFIG_A=y\n# CONFIG_B is not asked for\nCONFIG_C="x"\n\n# Where the version has it:\nCONFIG_D=y\n';

  test('has to have what is asked for, and not what some versions lack', () => {
    expect(lackingOptions(fragment, 'CONFIG_A=y\nCONFIG_C="x"\n')).toEqual([]);
    expect(lackingOptions(fragment, 'CONFIG_A=m\nCONFIG_C="x"\nCONFIG_D=y\n')).toEqual(['CONFIG_A=y']);
  });

  test('of the lab asks for what the agent cannot do without', () => {
    const required = lackingOptions(readFileSync('lab/kernel/config', 'utf8'), '');
    for (const name of ['KVM_INTEL', 'PERF_EVENTS', 'KALLSYMS', 'X86_MSR', 'DEVTMPFS', 'BLK_DEV_INITRD'])
      expect(required).toContain(`CONFIG_${name}=y`);
  });
});

describe('a tree', () => {
  test('is its originals with what is put into it, and no other file is touched', () => {
    write('t/a.c', 'a');
    write('t/b.c', 'b');
    const long = new Date(2020, 1, 1);
    putInto(at('t'), new Map([['a.c', 'A']]));
    expect([read('t/a.c'), original(at('t'), 'a.c')]).toEqual(['A', 'a']);
    utimesSync(at('t/a.c'), long, long);
    putInto(at('t'), new Map([['a.c', 'A'], ['b.c', 'B']])); // prettier-ignore
    expect(statSync(at('t/a.c')).mtime).toEqual(long);
    putInto(at('t'), new Map([['b.c', 'B']]));
    expect([read('t/a.c'), read('t/b.c')]).toEqual(['a', 'B']);
    putBack(at('t'));
    expect([read('t/a.c'), read('t/b.c'), readdirSync(folder)]).toEqual(['a', 'b', ['t']]);
  });

  test('of somebody else is copied, and only what changes there is copied again', () => {
    for (const name of ['a.c', 'sub/b.c', 'b.o', '.git/HEAD']) write(`from/${name}`, name);
    const first = copyChanged(at('from'), at('to'));
    expect(readdirSync(at('to'), { recursive: true }).toSorted()).toEqual(['a.c', 'sub', 'sub/b.c']);
    const long = new Date(2020, 1, 1);
    utimesSync(at('to/a.c'), long, long);
    putInto(at('to'), new Map([['sub/b.c', 'changed']]));
    write('from/new.c', 'new');
    expect(copyChanged(at('from'), at('to'))).not.toBe(first);
    expect([read('to/sub/b.c'), read('to/new.c')]).toEqual(['sub/b.c', 'new']);
    expect(statSync(at('to/a.c')).mtime).toEqual(long);
    rmSync(at('from/new.c'));
    copyChanged(at('from'), at('to'));
    expect(readdirSync(at('to'))).not.toContain('new.c');
  });

  test('that is none of Linux is refused', () => {
    expect(() => copiedSource(at('nowhere'))).toThrow('no such folder');
    expect(() => copiedSource(folder)).toThrow('no tree of Linux, Kconfig is not there');
  });
});

describe('a change', () => {
  const patch = '--- a/x/a.c\n+++ b/x/a.c\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n';

  test('is a piece by its name, or a patch that names its files', () => {
    expect(pieceOrPatch('.', 'reset-tos').files).toEqual(['arch/x86/events/intel/lbr.c']);
    write('a.patch', patch);
    expect(pieceOrPatch('.', at('a.patch')).files).toEqual(['x/a.c']);
    expect(() => pieceOrPatch('.', 'reset-tso')).toThrow('--patch: found "reset-tso", expected a file, or one of');
    expect(() => filesOfPatch('p', '--- /dev/null\n+++ b/new.c\n')).toThrow('p: it makes or removes a file');
    expect(() => filesOfPatch('p', 'hello')).toThrow('p: expected a patch in unified format');
  });

  test('gives the contents that it makes, and leaves the tree', () => {
    write('t/x/a.c', 'one\ntwo\n');
    write('a.patch', patch);
    const change = pieceOrPatch('.', at('a.patch'));
    expect([...changedContents(at('t'), [change])]).toEqual([['x/a.c', 'one\n2\n']]);
    expect(read('t/x/a.c')).toBe('one\ntwo\n');
    expect(() => changedContents(at('t'), [change, change])).toThrow('cannot be applied');
    expect(() => changedContents(at('t'), [{ ...change, files: ['x/b.c'] }])).toThrow('has no x/b.c');
  });
});

describe('a plain vmlinux', () => {
  const elf = Buffer.concat([
    Buffer.from('\x7fELF', 'latin1'),
    Buffer.from('....Linux version 7.3.4-mine (me@here) #1'),
  ]);

  test('is the kernel itself, with a header like that of a bzImage', () => {
    expect(vmlinuxOf(elf)).toBe(elf);
    expect(versionOf(elf)).toBe('7.3.4-mine');
    const header = headerOf(elf);
    expect(header.toString('latin1', 0x202, 0x206)).toBe('HdrS');
    expect(0x202 + (header[0x201] ?? 0)).toBeGreaterThanOrEqual(0x26c);
    expect(() => vmlinuxOf(Buffer.from('text'))).toThrow('neither a bzImage');
  });
});

test.each([
  [['--version', '5.0'], '--version: found "5.0", expected 6.12, 7.3'],
  [['--version', '7.3', '--source', '.'], 'expected one of them'],
  [['--cocci', 'nowhere.cocci'], 'no such file'],
  [['--cocci', 'series/reset-tos/change.cocci'], 'expected --file PATH as well'],
  [['--file', 'a.c'], '--file: it goes with --cocci'],
  [['--jobs', '0'], '--jobs: found "0"'],
])('build-kernel refuses %j before any work', async (args, message) => {
  await expect(buildKernelCommand(args, () => {})).rejects.toThrow(message);
});

test('series/README.md lists the pieces with the rules that they aim at', () => {
  const rows = readFileSync('series/README.md', 'utf8').matchAll(/^\| `([\w-]+)` \|.*\|(.*)\|$/gm);
  const listed = [...rows].map(([, name, rules]) => [name, rules.split(',').map((rule) => rule.trim())]);
  expect(new Map(listed as [string, string[]][])).toEqual(
    new Map(readPieces('.').map(({ name, rules }) => [name, rules])),
  );
});
