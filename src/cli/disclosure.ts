import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import disclosureFile from '../../registry/disclosure.json' with { type: 'json' };
import { SUPPORTED } from '../spec/designs/supported.ts';
import { readDisclosures } from '../spec/registry/disclosure.ts';
import type { AffectedKernel, ReportOf } from '../spec/report/disclose/report.ts';
import { GRADES, type Grade } from '../spec/report/disclose/exits.ts';
import { packageRoot } from '../node/package-root.ts';
import { readPieces } from '../node/pieces.ts';
import { readVerdicts } from './verdicts.ts';

export const disclosures = readDisclosures(disclosureFile, 'registry/disclosure.json');

interface LabResults {
  readonly kernels: readonly { design: string; version: string }[];
  readonly entries: readonly { rule: string; design: string; kernel: string; outcome: string }[];
}

interface Reproductions {
  readonly entries: readonly { rule: string; design: string; kernel: string; reproduced: boolean }[];
}

/** What the runs that are stored say of a rule on the kernels that are maintained. */
interface StoredEvidence extends Pick<ReportOf, 'kernels' | 'scenario' | 'pieces'> {
  /** The strongest of them; `model` also where nothing was found. */
  readonly grade: Grade;
}

/**
 * Looks a rule up in the verdicts, in ground-truth/reproductions.json and in lab/results.json of the clone. A package has the
 * verdicts only. Each kernel is listed once, with the strongest run that showed the violation in it.
 */
export function storedEvidence(rule: string): StoredEvidence {
  const of = <Entry extends { rule: string; design: string }>(entries: readonly Entry[]): readonly Entry[] =>
    entries.filter((entry) => entry.rule === rule && (SUPPORTED as readonly string[]).includes(entry.design));
  const lab = of(stored<LabResults>('lab/results.json')?.entries ?? []).filter(({ outcome }) => outcome === 'seen');
  const code = of(stored<Reproductions>('ground-truth/reproductions.json')?.entries ?? []).filter(
    ({ reproduced }) => reproduced,
  );
  const model = of(readVerdicts()?.verdicts ?? []).filter(({ verdict }) => verdict === 'violated');
  const grades = new Map<string, Grade>();
  for (const { design } of model) grades.set(design, 'model');
  for (const { kernel } of code) grades.set(release(kernel), 'code');
  for (const { kernel } of lab) grades.set(release(kernel), 'whole-kernel');
  const seenOf = new Set([...code, ...lab].map(({ design }): string => design));
  const kernels: readonly AffectedKernel[] = [...grades]
    .filter(([version]) => !seenOf.has(version))
    .map(([version, grade]) => ({ version, grade }));
  const shortest = model
    .flatMap(({ design, counterexample }) => (counterexample === undefined ? [] : [{ design, run: counterexample }]))
    .toSorted((a, b) => a.run.steps.length - b.run.steps.length)
    .at(0);
  return {
    kernels,
    grade: GRADES.findLast((grade) => kernels.some((kernel) => kernel.grade === grade)) ?? 'model',
    pieces: piecesFor(rule),
    ...(shortest !== undefined && { scenario: shortest }),
  };
}

/** The rules that were seen broken in the whole kernel that ran for a design; undefined where none ran. */
export function seenInKernel(
  design: string,
): { readonly kernel: string; readonly rules: ReadonlySet<string> } | undefined {
  const lab = stored<LabResults>('lab/results.json');
  const kernel = lab?.kernels.find((candidate) => candidate.design === design)?.version;
  if (lab === undefined || kernel === undefined) return undefined;
  const seen = lab.entries.filter((entry) => entry.design === design && entry.outcome === 'seen');
  return { kernel, rules: new Set(seen.map(({ rule }) => rule)) };
}

/** `7.3.4+deb13-cloud-amd64` is Linux 7.3.4. */
const release = (kernel: string): string => /^[\d.]+\d/.exec(kernel)?.[0] ?? kernel;

function stored<File>(file: string): File | undefined {
  const place = path.join(packageRoot(), file);
  return existsSync(place) ? (JSON.parse(readFileSync(place, 'utf8')) as File) : undefined;
}

/** Pieces of series/ that aim at a rule; a package has none. */
function piecesFor(rule: string): readonly string[] {
  const root = packageRoot();
  if (!existsSync(path.join(root, 'series'))) return [];
  return readPieces(root)
    .filter(({ rules }) => rules.includes(rule))
    .map(({ name }) => name);
}
