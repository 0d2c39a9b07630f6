/** What whole kernels showed of one rule, for its page. */
import { whyDifferent } from '../spec/lab/differences.ts';
import {
  staleStamps,
  traceName,
  type EntryFinding,
  type LabEntry,
  type LabResults,
  type LabStamps,
} from '../spec/lab/results.ts';

export interface RuleLab {
  readonly rule: string;
  /** Day of the runs, YYYY-MM-DD. */
  readonly date: string;
  /** What has changed since then; the runs are stale where it is not empty. */
  readonly stale: readonly string[];
  readonly runs: readonly RuleLabRun[];
}

export interface RuleLabRun extends Pick<
  LabEntry,
  'design' | 'from' | 'kernel' | 'cpu' | 'cpus' | 'outcome' | 'control' | 'what'
> {
  /** Why the kernel does not do what its model does. */
  readonly why?: string;
  readonly notes?: readonly string[];
  readonly finding?: Pick<EntryFinding, 'ip' | 'stepText' | 'recordedBy' | 'survivedThrough' | 'readBy' | 'ticket'>;
  readonly excerpt?: readonly string[];
  /** Address of the kernel's ftrace text of the same steps, without the base of the site. */
  readonly trace?: string;
}

/** The runs of each rule that the lab drove. `traces`: names of the files below static/lab. */
export function ruleLabs(results: LabResults, today: LabStamps, traces: ReadonlySet<string>): RuleLab[] {
  const stale = staleStamps(results, today);
  const rules = [...new Set(results.entries.map(({ rule }) => rule))];
  return rules.map((rule) => ({
    rule,
    date: results.date,
    stale,
    runs: results.kernels
      .flatMap(({ version }) => results.entries.filter((entry) => entry.rule === rule && entry.kernel === version))
      .map((entry) => runOf(entry, results, traces)),
  }));
}

const seriesOf = ({ kernel }: LabEntry, { kernels }: LabResults): string | undefined =>
  kernels.find(({ version }) => version === kernel)?.name;

function traceOf({ rule, outcome }: LabEntry, series: string | undefined, traces: ReadonlySet<string>) {
  const name = series === undefined || outcome !== 'seen' ? undefined : traceName(rule, series);
  return name === undefined || !traces.has(name) ? undefined : `lab/${name}`;
}

function runOf(entry: LabEntry, results: LabResults, traces: ReadonlySet<string>): RuleLabRun {
  const series = seriesOf(entry, results);
  const trace = traceOf(entry, series, traces);
  const why = whyDifferent(entry, series);
  const { design, from, kernel, cpu, cpus, outcome, control, what, notes, finding, excerpt } = entry;
  return {
    design,
    ...(from !== undefined && { from }),
    kernel,
    cpu,
    cpus,
    outcome,
    ...(control !== undefined && { control }),
    what,
    ...(why !== undefined && { why }),
    ...(notes !== undefined && { notes }),
    ...(finding !== undefined && { finding: shown(finding) }),
    ...(excerpt !== undefined && { excerpt }),
    ...(trace !== undefined && { trace }),
  };
}

function shown({
  ip,
  stepText,
  recordedBy,
  survivedThrough,
  readBy,
  ticket,
}: EntryFinding): NonNullable<RuleLabRun['finding']> {
  return { ip, stepText, recordedBy, survivedThrough, readBy, ticket };
}
