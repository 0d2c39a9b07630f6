import type { RuleText } from '../../../kit/rule.ts';
import { heading, paragraph } from '../text.ts';

/** What the document has to know of a rule that a kernel does not keep. */
export type BrokenRule = Pick<RuleText, 'id' | 'level' | 'title' | 'statement' | 'securityBoundary' | 'violatedOn'>;

/** What runs of a whole kernel showed; without it everything follows from the source. */
export interface Seen {
  /** The kernel that ran: `7.3.4+deb13-cloud-amd64`. */
  readonly kernel: string;
  readonly rules: ReadonlySet<string>;
}

function legend(seen: Seen | undefined): string {
  const how =
    seen === undefined
      ? 'All of this follows from the source.'
      : `Unmodified Linux ${seen.kernel} was seen to break them, on an emulated CPU; BROKEN (s) was not, and follows from the source.`;
  return `This kernel does not keep the rules below, which say how the LBRs are meant to be shared. ${how} Nothing was confirmed on hardware.`;
}

const GROUPS: readonly (readonly [title: string, of: (rule: BrokenRule) => boolean])[] = [
  ['Boundaries of host and guests', ({ securityBoundary }) => securityBoundary === true],
  ['Other rules', ({ securityBoundary }) => securityBoundary !== true],
];

/** The rules that a kernel breaks, in groups: a boundary with its sentence, any other by its title, and beside each that it is broken. */
export function issues(broken: readonly BrokenRule[], seen: Seen | undefined): string[] {
  return [
    paragraph(legend(seen)),
    ...GROUPS.flatMap(([title, of]) => {
      const rules = broken.filter(of);
      return rules.length === 0 ? [] : [heading(title, '-'), items(rules, seen)];
    }),
  ];
}

function items(rules: readonly BrokenRule[], seen: Seen | undefined): string {
  return rules
    .map((rule) => {
      const sentence = rule.securityBoundary === true ? rule.statement : `${rule.title}.`;
      const level = rule.level === 'must' ? '' : ` (${rule.level})`;
      const mark = seen === undefined || seen.rules.has(rule.id) ? 'BROKEN' : 'BROKEN (s)';
      return paragraph(`${rule.id}${level}: ${sentence} ${mark}.`, '* ');
    })
    .join('\n');
}

/** What the mediated vPMU changes: which of the rules it breaks as well, and which others. */
export function mediatedIssues(broken: readonly BrokenRule[], mediated: readonly BrokenRule[]): string[] {
  const both = mediated.filter((rule) => broken.includes(rule));
  const only = mediated.filter((rule) => !broken.includes(rule));
  const rest = both.length === 0 ? 'none of these is broken' : `of these only ${ids(both)} are broken`;
  return [
    heading('With the mediated vPMU', '-'),
    paragraph(`With \`enable_mediated_pmu=1\` a guest has no LBRs, and ${rest}. Broken besides, by the source:`),
    items(only, undefined),
  ];
}

function ids(rules: readonly BrokenRule[]): string {
  return rules.map(({ id }) => id).join(', ');
}
