import { byRule } from './group.ts';
import type { VerdictFile } from '../verify/verdict-file.ts';

/** The matrix: a row per rule, a column per design. A verdict that is not as declared ends in an exclamation mark. */
export function csv(file: VerdictFile): string {
  const header = ['rule', 'revision', 'level', ...file.designs];
  const rows = [...byRule(file.verdicts)].map(([rule, entries]) => {
    const cells = file.designs.map((design) => {
      const entry = entries.find((candidate) => candidate.design === design);
      return entry === undefined ? '' : entry.verdict + (entry.verdict === entry.expected ? '' : '!');
    });
    return [rule, String(entries[0].revision), entries[0].level, ...cells];
  });
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** Quoted where RFC 4180 wants it; lines end as they do in a Unix shell. */
function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
