// An initramfs in the "newc" format, byte for byte the same for the same files.

/** A file or, without data, a folder of an initramfs. */
export interface Entry {
  path: string;
  data?: Uint8Array;
  mode: number;
  /** For a character device. */
  device?: { major: number; minor: number };
}

function header(inode: number, entry: Entry, size: number): string {
  const device = entry.device ?? { major: 0, minor: 0 };
  const fields = [inode, entry.mode, 0, 0, 1, 0, size, 0, 0, device.major, device.minor, entry.path.length + 1, 0];
  return '070701' + fields.map((n) => n.toString(16).padStart(8, '0')).join('');
}

/** The archive of the entries, in the order given. */
export function archive(entries: readonly Entry[]): Uint8Array {
  const parts: Buffer[] = [];
  let length = 0;
  const push = (data: Buffer) => {
    const padding = (4 - (data.length % 4)) % 4;
    parts.push(data, Buffer.alloc(padding));
    length += data.length + padding;
  };
  for (const [k, entry] of [...entries, { path: 'TRAILER!!!', mode: 0 }].entries()) {
    const data = Buffer.from(entry.data ?? []);
    push(Buffer.from(`${header(k + 1, entry, data.length)}${entry.path}\0`, 'latin1'));
    push(data);
  }
  return Buffer.concat(parts, length);
}
