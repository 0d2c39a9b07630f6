import { createHash } from 'node:crypto';

/** A key for a cache: a hash of some text, 16 hexadecimal digits. */
export const shortHash = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
