import { hasOccasion, type AccessAccount, type RuleFinding, type TraceReport, type Violation } from '../findings.ts';

const WORD = {
  kept: 'kept',
  violated: 'VIOLATED',
  unknown: 'unknown',
  'not-applicable': 'does not apply',
} as const;

/** For a terminal: violations with their lines, one line per rule, what was assumed, what was read. */
export function textReport(report: TraceReport): string {
  return `${[
    ...report.violations.flatMap((violation) => [...violationText(violation, report.input), '']),
    ...(report.unlisted > 0 ? [`${report.unlisted} further violations are counted below and not listed`, ''] : []),
    ...ruleTable(report.rules),
    '',
    ...assumptions(report),
    ...summary(report),
    '',
    `${report.input}: ${WORD[report.verdict]}`,
  ].join('\n')}\n`;
}

function violationText(violation: Violation, input: string): string[] {
  const width = Math.max(...violation.excerpt.map(({ line }) => String(line).length), 1);
  return [
    `${input}:${violation.line}: ${violation.rule} violated: ${violation.message}`,
    ...violation.evidence
      .filter((evidence) => evidence.line !== violation.line)
      .map((evidence) => `    line ${evidence.line}: ${evidence.shows}`),
    ...violation.excerpt.map(
      ({ line, text }) =>
        `${line === violation.line ? '  > ' : '    '}${String(line).padStart(width)} | ${visible(text)}`,
    ),
  ];
}

function ruleTable(rules: readonly RuleFinding[]): string[] {
  const width = Math.max(...rules.map((rule) => rule.rule.length), 4);
  return [
    ...rules
      .filter(hasOccasion)
      .flatMap((rule) => [
        `${rule.rule.padEnd(width)}  ${WORD[rule.verdict].padEnd(14)}  ${rule.title}: ${tally(rule)}`,
        ...rule.reasons.map((reason) => `${' '.repeat(width)}    ${reasonText(reason)}`),
      ]),
    ...withoutOccasion(rules.filter((rule) => !hasOccasion(rule))),
  ];
}

/** Rules for which the trace has no occasion, by what is not in it. */
function withoutOccasion(rules: readonly RuleFinding[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { rule, reasons } of rules) {
    const reason = reasons[0]?.reason ?? '';
    byReason.set(reason, [...(byReason.get(reason) ?? []), rule]);
  }
  if (byReason.size === 0) return [];
  const head = rules.every(({ verdict }) => verdict === 'not-applicable') ? 'Does not apply:' : 'Unknown:';
  return ['', head, ...[...byReason].map(([reason, ids]) => `  - ${reason}: ${ids.join(', ')}`)];
}

function tally(rule: RuleFinding): string {
  const parts = [
    rule.kept > 0 ? `${rule.kept} kept` : '',
    rule.violated > 0 ? `${rule.violated} violated` : '',
    rule.unknown > 0 ? `${rule.unknown} unknown` : '',
  ].filter((part) => part !== '');
  return parts.join(', ');
}

function reasonText({ reason, count, firstLine }: RuleFinding['reasons'][number]): string {
  return `${count} x ${reason} (first at line ${firstLine})`;
}

function assumptions(report: TraceReport): string[] {
  if (report.assumptions.length === 0) return [];
  return ['Assumed:', ...report.assumptions.map((assumption) => `  - ${assumption}`), ''];
}

function summary({ summary: read }: TraceReport): string[] {
  const list = (events: readonly { name: string; count: number }[]): string =>
    events.map(({ name, count }) => `${name} ${count}`).join(', ');
  return [
    `Read ${read.lines} lines of ${read.format} text from ${read.cpus} CPUs: ${read.understood} events understood, ` +
      `${read.otherEvents} other events, ${read.passedOver} comments and the like, ${read.notUnderstood} not understood`,
    ...(read.events.length > 0 ? [`  understood: ${list(read.events)}`] : []),
    ...(read.others.length > 0 ? [`  other events: ${list(read.others)}`] : []),
    ...accountText('accesses of guests', read.accesses.guest),
    ...accountText('accesses of the host', read.accesses.host),
    ...(read.foreign > 0 ? [`  accesses to MSRs that no rule speaks of: ${read.foreign}`] : []),
    ...(read.prose > 0 ? [`  prose between the lines: ${read.prose} lines, passed over`] : []),
    ...(read.withoutCpu > 0
      ? [`  without a CPU column: ${read.withoutCpu} events; rules about one CPU stay unknown from them`]
      : []),
    ...(read.lostMarkers > 0 ? [`  lost: ${read.lostEvents} events at ${read.lostMarkers} places`] : []),
    ...(read.overwritten > 0 ? [`  overwritten before the first line: ${read.overwritten} events`] : []),
    ...read.samples.map(({ line, text }) => `  line ${line} not understood: ${visible(text)}`),
  ];
}

/** Judged, or not judged for a reason: the counts add up to the accesses that were understood. */
function accountText(what: string, { judged, notJudged }: AccessAccount): string[] {
  const not = notJudged.reduce((sum, { count }) => sum + count, 0);
  if (judged + not === 0) return [];
  return [`  ${what}: ${judged} judged, ${not} not judged`, ...notJudged.map((reason) => `    ${reasonText(reason)}`)];
}

/** Control characters could drive the terminal: a task chooses its name. */
export function visible(text: string): string {
  return [...text].map((character) => (isControl(character) ? escaped(character) : character)).join('');
}

function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return (code < 32 && character !== '\t') || (code >= 127 && code < 160);
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
