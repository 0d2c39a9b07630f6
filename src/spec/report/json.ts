import type { VerdictFile } from '../verify/verdict-file.ts';

/** The verdict file as it is. */
export function json(file: VerdictFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
