import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What `make` answered the last time that it was asked with this key, kept in `file` as JSON. */
export function remember<T>(file: string, key: string, make: () => T): T {
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { readonly key: string; readonly value: T };
    if (kept.key === key) return kept.value;
  }
  const value = make();
  mkdirSync(path.dirname(file), { recursive: true });
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, JSON.stringify({ key, value }));
  renameSync(whole, file);
  return value;
}
