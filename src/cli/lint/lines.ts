import type { Line } from './line.ts';
import { decodeMail } from './mail.ts';

/**
 * The lines that an author wrote: encoded mails are decoded, and of a diff only the added lines count, as they do for
 * checkpatch. A diff that a reviewer quotes (`> -`) is text of the mail and stays.
 */
export function linesOf(text: string): Line[] {
  return written(decodeMail(text.split(/\r?\n/)));
}

function written(lines: readonly Line[]): Line[] {
  const kept: Line[] = [];
  let left = 0;
  let added = 0;
  for (const line of lines) {
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line.text);
    if (hunk) {
      [left, added] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
    } else if (left > 0 || added > 0) {
      const sign = line.text[0] ?? ' ';
      if (sign !== '+' && sign !== '\\') left--;
      if (sign !== '-' && sign !== '\\') added--;
      if (sign === '+') kept.push({ ...line, text: line.text.slice(1) });
    } else if (!/^(---|\+\+\+) (?:[ab]\/|\/dev\/null)/.test(line.text)) {
      kept.push(line);
    }
  }
  return kept;
}
