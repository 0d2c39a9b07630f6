// Makes a kernel ready for the machine: from Debian's packages, or from a bzImage with a folder of modules.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { headerOf, vmlinuxOf } from './boot-image.ts';
import { readModules } from './initramfs.ts';
import type { Kernel } from './machine.ts';
import { Lacking } from './unpack.ts';

/** The version that a bzImage has in its header, and a vmlinux in its banner, for example 6.12.117+deb13-cloud-amd64. */
export function versionOf(bzImage: Buffer): string {
  const banner = bzImage.indexOf('Linux version ');
  if (bzImage.toString('latin1', 1, 4) === 'ELF')
    return banner < 0 ? '' : bzImage.toString('latin1', banner, banner + 200).split(' ')[2];
  const at = bzImage.readUInt16LE(0x20e) + 0x200;
  return bzImage.toString('latin1', at, bzImage.indexOf(0, at)).split(' ')[0] ?? '';
}

function isImage(path: string): boolean {
  return /^(vmlinuz|bzImage)/.test(basename(path));
}

function findImage(folder: string): string {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const image = files.map((entry) => join(entry.parentPath, entry.name)).find((path) => isImage(path));
  if (image === undefined) throw new Error(`${folder} has no vmlinuz or bzImage`);
  return image;
}

/** Unpacks .deb files into a folder. */
export function unpackDebs(debs: readonly string[], folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const deb of debs) {
    const done = spawnSync('dpkg-deb', ['-x', deb, folder], { encoding: 'utf8' });
    if (done.error) throw new Lacking('dpkg-deb is lacking; give the bzImage by --kernel and its modules by --modules');
    if (done.status !== 0) throw new Error(`${deb}: ${done.stderr.trim()}`);
  }
}

/**
 * Reads a kernel. `image`: a bzImage, a plain vmlinux, or a folder that has a bzImage; `modules`: the folder below which the modules are (for a
 * folder, the same). `symbolFolder`: where symbol files of kernels are kept. Throws where the image is neither, or
 * KVM is lacking.
 */
export function readKernel(image: string, modules: string | undefined, symbolFolder: string): Kernel {
  if (!existsSync(image)) throw new Error(`${image}: no such file`);
  const isFolder = statSync(image).isDirectory();
  const path = isFolder ? findImage(image) : image;
  const bzImage = readFileSync(path);
  const vmlinux = vmlinuxOf(bzImage);
  const moduleFolder = modules ?? (isFolder ? image : undefined);
  if (moduleFolder !== undefined && !existsSync(moduleFolder)) throw new Error(`${moduleFolder}: no such folder`);
  const found = moduleFolder === undefined ? new Map<string, Buffer>() : readModules(moduleFolder);
  const hash = createHash('sha256').update(bzImage);
  const digest = hash.digest('hex');
  const all = createHash('sha256').update(bzImage);
  for (const data of found.values()) all.update(data);
  const symbols = join(symbolFolder, `symbols-${all.digest('hex').slice(0, 16)}`);
  return {
    version: versionOf(bzImage),
    image: digest,
    bzImage: headerOf(bzImage),
    vmlinux,
    modules: found,
    symbolFile: symbols,
    ...(existsSync(symbols) ? { symbols } : {}),
  };
}
