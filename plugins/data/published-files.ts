import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withheldIn } from '../../src/node/withheld.ts';
import { readEvidence } from './evidence.ts';

/**
 * What pages import of stored results, where runs are withheld: copies below `folder` without them, by the name in the
 * import. Nothing where all is shown.
 */
export function publishedFiles(root: string, folder: string): Readonly<Record<string, string>> {
  const withheld = withheldIn(root);
  if (withheld.size === 0) return {};
  const { reproductions, lab } = readEvidence(root, withheld);
  const copies = { 'ground-truth/reproductions.json': reproductions, ...(lab && { 'lab/results.json': lab }) };
  return Object.fromEntries(
    Object.entries(copies).map(([name, content]) => {
      const copy = path.join(folder, 'published', name);
      mkdirSync(path.dirname(copy), { recursive: true });
      writeFileSync(copy, JSON.stringify(content));
      return [`@site/${name}$`, copy];
    }),
  );
}

/** Removes the traces of whole kernels that show a violation which is withheld: `lab/RULE-on-KERNEL...` below `out`. */
export function removeWithheldTraces(out: string, withheld: ReadonlySet<string>): void {
  const folder = path.join(out, 'lab');
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder)) {
    const rule = ruleOfTrace(file);
    if (rule !== undefined && withheld.has(rule)) rmSync(path.join(folder, file));
  }
}

/** The rule whose violation a trace shows, by the name of its file. */
export function ruleOfTrace(file: string): string | undefined {
  return /^(LBR-[A-Z]+-\d+)-on-/.exec(file)?.[1];
}
