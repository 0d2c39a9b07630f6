// The initramfs: the agent as init, and KVM's modules.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archive, type Entry } from './cpio.ts';
import { decompress } from './unpack.ts';

/** Modules that the agent loads, in this order; one that the kernel has built in is left out. */
const MODULES = ['irqbypass', 'kvm', 'kvm-intel', 'msr'];

const FOLDER = 0o040755;
const FILE = 0o100644;
const PROGRAM = 0o100755;
const DEVICE = 0o020600;

const MARKER = '~Module signature appended~\n';

/** A module without its signature: the kernel would spend a third of its boot on checking it. */
export function withoutSignature(module: Buffer): Buffer {
  const end = module.length - MARKER.length;
  if (end < 12 || module.toString('latin1', end) !== MARKER) return module;
  return module.subarray(0, end - 12 - module.readUInt32BE(end - 4));
}

/** Finds NAME.ko, .ko.xz, .ko.zst or .ko.gz below a folder and returns it unpacked; undefined where there is none. */
function findModule(folder: string, name: string): Buffer | undefined {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile() && (entry.name === `${name}.ko` || entry.name.startsWith(`${name}.ko.`)))
      return decompress(readFileSync(join(entry.parentPath, entry.name)));
  return undefined;
}

/** Reads the modules below a folder. Throws where there is neither kvm.ko nor kvm-intel.ko. */
export function readModules(folder: string): Map<string, Buffer> {
  const modules = new Map<string, Buffer>();
  for (const name of MODULES) {
    const data = findModule(folder, name);
    if (data !== undefined) modules.set(name, withoutSignature(data));
  }
  return modules;
}

/** Builds the initramfs. `parameters`: module name to its parameters. */
export function initramfs(
  agent: Uint8Array,
  modules: ReadonlyMap<string, Uint8Array>,
  parameters: ReadonlyMap<string, string>,
): Uint8Array {
  const entries: Entry[] = [
    { path: 'dev', mode: FOLDER },
    { path: 'm', mode: FOLDER },
    { path: 'proc', mode: FOLDER },
    { path: 'sys', mode: FOLDER },
    { path: 'tmp', mode: FOLDER },
    { path: 'dev/console', mode: DEVICE, device: { major: 5, minor: 1 } },
    { path: 'dev/null', mode: DEVICE, device: { major: 1, minor: 3 } },
    { path: 'init', mode: PROGRAM, data: agent },
  ];
  for (const [name, data] of modules) entries.push({ path: `m/${name}.ko`, mode: FILE, data });
  for (const [name, text] of parameters)
    entries.push({ path: `m/${name}.args`, mode: FILE, data: Buffer.from(`${text}\n`) });
  return archive(entries);
}
