import type { SiteData } from './types.ts';

/** What the front page shows of the newest kernel: a host record that a guest reads. */
const RULE = 'LBR-ISO-1';
const DESIGN = 'v7.3';

/**
 * One violation with its run; another one where a change of the model took this one away, or where it is withheld.
 * Throws an Error where no design violates anything.
 */
export function frontRun({ rules, runs, run }: SiteData) {
  const violations = runs.flatMap(({ rule, runs: own }) =>
    own.flatMap(({ designs, run: one }) => designs.map((design) => ({ rule, design, run: one }))),
  );
  const boundary = new Set(rules.filter(({ securityBoundary }) => securityBoundary === true).map(({ id }) => id));
  const shown =
    violations.find(({ rule, design }) => rule === RULE && design === DESIGN) ??
    violations.find(({ rule, design }) => design === DESIGN && boundary.has(rule)) ??
    violations.find(({ design }) => design === DESIGN) ??
    violations.at(0);
  const about = rules.find(({ id }) => id === shown?.rule);
  if (shown === undefined || about === undefined) throw new Error('the front page has no violation to show');
  const inCode = about.verdicts.find(({ design }) => design === shown.design)?.inCode;
  return {
    ...shown,
    title: about.title,
    statement: about.statement,
    modelHash: run.modelHash,
    ...(inCode?.reproduced === true && { kernel: inCode.kernel }),
  };
}
