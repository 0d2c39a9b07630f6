/** Every judge of a log, and what they found. */
import { TraceCheck } from '../../trace/check.ts';
import { traceRules } from '../../trace/coverage/index.ts';
import { allRules } from '../../rules/index.ts';
import type { Violation } from '../../trace/findings.ts';
import { StepTracker } from '../log/steps.ts';
import type { LabLog, LogEvent } from '../log/types.ts';
import { AccessJudge } from './access.ts';
import { EntryJudge } from './entries.ts';
import type { LabSink, LabFinding, LabJudge } from './finding.ts';
import { ForeignJudge } from './foreign.ts';
import { ImageJudge } from './images.ts';
import { LossJudge } from './losses.ts';
import { SampleJudge } from './samples.ts';
import { printLog } from './trace.ts';
import { UserJudge } from './users.ts';
import { VmmLookJudge } from './vmm-look.ts';
import { XssJudge } from './xss.ts';

export type { LabFinding } from './finding.ts';

export interface LabVerdict {
  /** In the order of time; per rule and step the first ones, see `counts`. */
  readonly findings: readonly LabFinding[];
  /** By rule: occasions on which it was kept, and on which it was violated. */
  readonly counts: ReadonlyMap<string, RuleCount>;
}

interface RuleCount {
  kept: number;
  violated: number;
}

/** Rules that judges of this folder decide; the others of a log are decided by the judges of traces. */
const TAG_RULES: readonly string[] = [
  'LBR-ISO-1',
  'LBR-ISO-2',
  'LBR-ISO-3',
  'LBR-ISO-4',
  'LBR-ISO-5',
  'LBR-ISO-8',
  'LBR-ISO-9',
  'LBR-OWN-3',
  'LBR-OWN-4',
  'LBR-OWN-6',
  'LBR-OWN-12',
  'LBR-OWN-13',
  'LBR-ENT-2',
  'LBR-ENT-3',
  'LBR-ENT-5',
  'LBR-ENT-7',
  'LBR-DBG-3',
  'LBR-ARCH-2',
  'LBR-ARCH-37',
  'LBR-LIV-1',
  'LBR-LIV-3',
  'LBR-LIV-4',
  'LBR-LIV-5',
  'LBR-MSR-1',
  'LBR-MSR-2',
  'LBR-MSR-4',
  'LBR-MSR-29',
  'LBR-MSR-31',
  'LBR-CTX-1',
  'LBR-CTX-2',
  'LBR-CTX-3',
  'LBR-CTX-4',
  'LBR-CTX-5',
  'LBR-CTX-6',
  'LBR-CTX-8',
  'LBR-CTX-9',
];

/** Findings kept per rule. */
const MOST = 20;

/** Judges a whole run. `architectural`: the CPU has Arch LBR. */
export function judgeLog(log: LabLog, architectural: boolean): LabVerdict {
  const steps = new StepTracker();
  const counts = new Map<string, RuleCount>();
  const findings: LabFinding[] = [];
  const stepAt = new Map<LogEvent, At>();
  const countOf = (rule: string): RuleCount => {
    let count = counts.get(rule);
    if (count === undefined) counts.set(rule, (count = { kept: 0, violated: 0 }));
    return count;
  };
  const sink: LabSink = {
    kept: (rule) => void countOf(rule).kept++,
    violated: (rule, event, message, more = {}) => {
      const count = countOf(rule);
      count.violated++;
      if (count.violated > MOST) return;
      const at = stepAt.get(event) ?? { step: steps.step, text: steps.text };
      findings.push(finding(rule, event, message, at, more));
    },
  };
  const judges: readonly LabJudge[] = [
    new ForeignJudge(sink),
    new AccessJudge(sink, steps),
    new EntryJudge(sink, steps, architectural),
    new LossJudge(sink, steps),
    new ImageJudge(sink, steps),
    new SampleJudge(sink, steps),
    new XssJudge(sink, steps),
    new VmmLookJudge(sink, steps),
    new UserJudge(sink, steps),
  ];
  for (const event of log.events) {
    steps.follow(event);
    stepAt.set(event, { step: steps.step, text: steps.text });
    for (const judge of judges) judge.event(event);
  }
  judgeAsTrace(log, sink, countOf);
  return { findings: findings.sort((a, b) => a.i - b.i), counts };
}

/** The agent's step in progress. */
interface At {
  readonly step: number;
  readonly text: string;
}

function finding(rule: string, event: LogEvent, message: string, at: At, more: Partial<LabFinding>): LabFinding {
  return {
    rule,
    message,
    i: event.i,
    cpu: event.c,
    step: at.step,
    stepText: at.text,
    ip: event.by ?? event.ip ?? '',
    recordedBy: '',
    survivedThrough: [],
    readBy: '',
    ring: [],
    ...more,
  };
}

/** The judges of `check-trace`, on rules that no tag decides. */
function judgeAsTrace(log: LabLog, sink: LabSink, countOf: (rule: string) => RuleCount): void {
  const printed = printLog(log);
  const check = new TraceCheck({ input: 'log', guest: 'infer', contract: traceRules(allRules) });
  check.push(new TextEncoder().encode(printed.text));
  const report = check.end();
  for (const { rule, kept } of report.rules) if (!TAG_RULES.includes(rule)) countOf(rule).kept += kept;
  for (const violation of report.violations) {
    const event = printed.events[violation.line];
    if (TAG_RULES.includes(violation.rule) || event === undefined) continue;
    sink.violated(violation.rule, event, violation.message, { survivedThrough: evidence(violation) });
  }
}

const evidence = ({ evidence: shown, expected, found }: Violation): string[] => [
  ...shown.map(({ shows }) => shows),
  `expected ${expected}, found ${found}`,
];
