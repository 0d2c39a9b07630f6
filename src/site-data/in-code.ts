import type { Reproductions } from '../../ground-truth/reproductions.ts';
import type { VerdictEntry } from '../spec/verify/verdict-file.ts';
import type { InCode } from './types.ts';

/** The replays in the kernel's own code, and the hash that they have to have today. */
export interface CodeRuns {
  readonly reproductions: Reproductions;
  readonly today: string;
}

/** What the kernel's code showed of a violation; nothing where there was no replay of it. */
export function inCode({ rule, design, verdict }: VerdictEntry, code: CodeRuns): { readonly inCode?: InCode } {
  const { entries, date, hash } = code.reproductions;
  const entry = entries.find((each) => each.rule === rule && each.design === design);
  if (verdict !== 'violated' || entry === undefined) return {};
  const { kernel, reproduced, reason, instance, cpu, shown, answers, steps } = entry;
  return {
    inCode: {
      kernel,
      reproduced,
      date,
      stale: hash !== code.today,
      ...(reason === undefined ? {} : { reason }),
      ...(instance === undefined ? {} : { instance }),
      ...(cpu === undefined ? {} : { cpu }),
      ...(shown === undefined ? {} : { shown }),
      ...(answers === undefined ? {} : { answers }),
      ...(steps === undefined ? {} : { steps: steps.length }),
    },
  };
}
