// A bzImage as what the boot sector finds in memory: the unpacked kernel, its parameters, page tables.
import { decompress } from './unpack.ts';

const KERNEL_BASE = 0x1000000;
const PARAMS_SIZE = 0x8000;

/** What the emulator loads at which physical address. */
interface BootImage {
  kernel: Uint8Array;
  kernelAddress: number;
  params: Uint8Array;
  paramsAddress: number;
  initramfsAddress: number;
}

const isElf = (file: Buffer): boolean => file.toString('latin1', 0, 4) === '\x7fELF';

/** The setup header that a boot loader would find in a bzImage of the same kernel, as far as the kernel reads it. */
function headerFor(): Buffer {
  const header = Buffer.alloc(0x400);
  header[0x1f1] = 1;
  header.writeUInt16LE(0xaa55, 0x1fe);
  header.set([0xeb, 0x6a], 0x200); // the header ends at 0x202 + 0x6a
  header.write('HdrS', 0x202, 'latin1');
  header.writeUInt16LE(0x20f, 0x206); // version of the boot protocol
  header[0x211] = 1;
  header.writeUInt32LE(0x7fffffff, 0x22c); // initrd_addr_max
  header.writeUInt32LE(KERNEL_BASE, 0x230); // kernel_alignment
  header.writeUInt32LE(2047, 0x238); // cmdline_size
  return header;
}

/** A bzImage as it is, and for a plain vmlinux a header of our own. */
export const headerOf = (file: Buffer): Buffer => (isElf(file) ? headerFor() : file);

/** The ELF file inside a bzImage, or a plain vmlinux as it is. Throws where the file is neither. */
export function vmlinuxOf(bzImage: Buffer): Buffer {
  if (isElf(bzImage)) return bzImage;
  if (bzImage.length < 0x260 || bzImage.toString('latin1', 0x202, 0x206) !== 'HdrS')
    throw new Error('neither a bzImage, which has HdrS at 0x202, nor a vmlinux');
  const setup = ((bzImage[0x1f1] ?? 0) + 1) * 512;
  const payload = setup + bzImage.readUInt32LE(0x248);
  const elf = decompress(bzImage.subarray(payload, payload + bzImage.readUInt32LE(0x24c)));
  if (elf.toString('latin1', 1, 4) !== 'ELF')
    throw new Error('the bzImage holds no ELF file; is it compressed with lzo, lzma or bzip2?');
  return elf;
}

function load(elf: Buffer): { image: Buffer; entry: bigint } {
  const headers = Number(elf.readBigUInt64LE(32));
  const count = elf.readUInt16LE(56);
  const segments = Array.from({ length: count }, (_, k) => headers + 56 * k)
    .filter((at) => elf.readUInt32LE(at) === 1)
    .map((at) => ({
      offset: Number(elf.readBigUInt64LE(at + 8)),
      address: Number(elf.readBigUInt64LE(at + 24)) - KERNEL_BASE,
      size: Number(elf.readBigUInt64LE(at + 32)),
    }));
  const image = Buffer.alloc(Math.max(...segments.map((s) => s.address + s.size)));
  for (const s of segments) elf.copy(image, s.address, s.offset, s.offset + s.size);
  return { image, entry: elf.readBigUInt64LE(24) };
}

function memoryMap(params: Buffer, memory: number): void {
  const map: [number, number, number][] = [
    [0, 0x9fc00, 1],
    [0x9fc00, 0x400, 2],
    [0xe8000, 0x18000, 2],
    [0x100000, memory - 0x100000 - 0x10000, 1],
    [memory - 0x10000, 0x10000, 3],
  ];
  params[0x1e8] = map.length;
  for (const [k, [address, size, type]] of map.entries()) {
    params.writeBigUInt64LE(BigInt(address), 0x2d0 + 20 * k);
    params.writeBigUInt64LE(BigInt(size), 0x2d0 + 20 * k + 8);
    params.writeUInt32LE(type, 0x2d0 + 20 * k + 16);
  }
}

// The first 2 GiB, mapped to themselves in pages of 2 MiB.
function pageTables(params: Buffer): void {
  params.writeBigUInt64LE(0x93003n, 0x2000);
  params.writeBigUInt64LE(0x94003n, 0x3000);
  params.writeBigUInt64LE(0x95003n, 0x3008);
  for (let k = 0; k < 1024; k += 1) params.writeBigUInt64LE((BigInt(k) << 21n) | 0x83n, 0x4000 + 8 * k);
}

/** Lays out a kernel with its command line and initramfs for `memory` bytes of RAM. */
export function bootImage(
  bzImage: Buffer,
  vmlinux: Buffer,
  initramfsSize: number,
  commandLine: string,
  memory: number,
): BootImage {
  const { image, entry } = load(vmlinux);
  const initramfsAddress = Math.floor((memory - 0x100000 - initramfsSize) / 4096) * 4096;
  if (KERNEL_BASE + image.length + (8 << 20) > initramfsAddress)
    throw new Error(`${memory >> 20} MiB are too few for this kernel`);
  const params = Buffer.alloc(PARAMS_SIZE);
  bzImage.copy(params, 0x1f1, 0x1f1, 0x202 + (bzImage[0x201] ?? 0));
  params[0x210] = 0xff; // type_of_loader
  params[0x211] = (params[0x211] ?? 0) | 1; // LOADED_HIGH
  params.writeUInt32LE(KERNEL_BASE, 0x214);
  params.writeUInt32LE(initramfsAddress, 0x218);
  params.writeUInt32LE(initramfsSize, 0x21c);
  params.writeUInt32LE(0x91000, 0x228);
  params.write(`${commandLine}\0`, 0x1000, 'latin1');
  memoryMap(params, memory);
  pageTables(params);
  params.writeBigUInt64LE(entry, 0x7000);
  return { kernel: image, kernelAddress: KERNEL_BASE, params, paramsAddress: 0x90000, initramfsAddress };
}
