import type { RuleFinding, TraceReport, TraceVerdict, Violation } from '../findings.ts';

export interface SarifOptions {
  /** Version of the contract. */
  readonly version: string;
  /** Address of a rule, where the contract is published. */
  helpUri?(rule: string): string;
}

/** SARIF 2.1.0: a result per violation at its line, the lines that prove it as code flow. Editors open at the line. */
export function sarifReport(report: TraceReport, options: SarifOptions): string {
  const rules = report.rules.map(({ rule, title }) => ({
    id: rule,
    shortDescription: { text: title },
    ...(options.helpUri !== undefined && { helpUri: options.helpUri(rule) }),
  }));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'lbr-contract', version: options.version, rules } },
        properties: { verdict: report.verdict, assumptions: report.assumptions, unlisted: report.unlisted },
        results: [
          ...report.violations.map((violation) => result(report, violation)),
          ...report.rules.flatMap((rule, ruleIndex) => {
            if (rule.verdict === 'violated') return [];
            const reason = rule.reasons[0]?.reason ?? 'no occasion';
            const [kind, text] = OPEN[rule.verdict](rule, reason);
            return [
              {
                ruleId: rule.rule,
                ruleIndex,
                kind,
                level: 'none',
                message: { text: `${rule.rule}: ${text}` },
                locations: [location(report.input, rule.reasons[0]?.firstLine || 1)],
              },
            ];
          }),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Kinds of SARIF results, for rules that are not violated. */
const OPEN: Readonly<
  Record<
    Exclude<TraceVerdict, 'violated'>,
    (rule: RuleFinding, reason: string) => readonly [kind: string, text: string]
  >
> = {
  kept: ({ kept }) => ['pass', `kept ${kept} times`],
  unknown: (_rule, reason) => ['open', `unknown: ${reason}`],
  'not-applicable': (_rule, reason) => ['notApplicable', `does not apply: ${reason}`],
};

function result(report: TraceReport, violation: Violation): object {
  return {
    ruleId: violation.rule,
    ruleIndex: report.rules.findIndex(({ rule }) => rule === violation.rule),
    kind: 'fail',
    level: 'error',
    message: { text: `${violation.rule}: ${violation.message}` },
    locations: [location(report.input, violation.line)],
    partialFingerprints: { 'ruleAndLine/v1': `${violation.rule}:${violation.line}` },
    codeFlows: [
      {
        threadFlows: [
          {
            locations: violation.evidence.map((evidence) => ({
              location: { ...location(report.input, evidence.line), message: { text: evidence.shows } },
            })),
          },
        ],
      },
    ],
  };
}

function location(input: string, startLine: number): object {
  // Each part of the path for itself: a colon or a number sign in a name must not become a scheme or a fragment.
  const uri = input === '-' ? 'stdin' : input.split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri }, region: { startLine } } };
}
