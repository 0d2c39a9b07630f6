// What `lbr-contract lab run` prints.
import type { LabFinding, LabVerdict } from '../src/spec/lab/judge/index.ts';
import type { PlanLine } from '../src/spec/lab/plan.ts';
import { reportText, ticketOf } from '../src/spec/lab/report.ts';
import { stepLines } from '../src/spec/lab/step-lines.ts';
import { ticketText } from '../src/spec/lab/ticket.ts';
import { ruleById } from '../src/spec/rules/index.ts';
import type { LabRun } from './session.ts';

/** A run and what was made of it. */
export interface Told {
  readonly run: LabRun;
  readonly verdict: LabVerdict;
  readonly lines: readonly PlanLine[];
  /** Where the run differs from the scenario. */
  readonly notes: readonly string[];
  /** Of the scenario, in tickets. */
  readonly name: string;
  /** How the run compares with the model, in the register world. */
  readonly model?: string;
}

/** Each step with what the CPU had after it, a report for each rule that was violated, and a summary. */
export function textOf(told: Told): string {
  const { run, verdict, lines, notes, model } = told;
  const rules = violatedRules(verdict.findings);
  const reports = rules.flatMap((rule) => {
    const finding = verdict.findings.find((candidate) => candidate.rule === rule);
    return finding === undefined ? [] : ['', reportText(finding, contextOf(told, rule))];
  });
  const kept = [...verdict.counts].filter(([, { kept, violated }]) => kept > 0 && violated === 0).map(([rule]) => rule);
  return [
    ...stepLines(run.log, lines),
    ...notes.map((note) => `note: ${note}`),
    ...reports,
    '',
    `violated: ${listed(rules)}`,
    `kept: ${listed(kept.sort())}`,
    `instructions ${run.result.instructions}, state ${run.result.hash}`,
    ...(model === undefined ? [] : ['', `against the model: ${model}`]),
  ].join('\n');
}

/** The same as one JSON document. */
export function jsonOf(told: Told): string {
  const { run, verdict, lines, notes, model } = told;
  const document = {
    format: 'lbr-lab-run/1',
    head: run.log.head,
    instructions: run.result.instructions,
    hash: run.result.hash,
    steps: stepLines(run.log, lines),
    notes,
    ...(model !== undefined && { model }),
    rules: Object.fromEntries(verdict.counts),
    findings: verdict.findings.map((finding) => ({
      ...finding,
      ticket: ticketText(ticketOf(finding, contextOf(told, finding.rule))),
    })),
  };
  return JSON.stringify(document, undefined, 1);
}

const contextOf = ({ run, name }: Told, rule: string) => ({
  head: run.log.head,
  title: ruleById(rule)?.title ?? '',
  scenario: name,
});

const violatedRules = (findings: readonly LabFinding[]): string[] =>
  [...new Set(findings.map(({ rule }) => rule))].sort();

const listed = (rules: readonly string[]): string => (rules.length === 0 ? 'none' : rules.join(', '));
