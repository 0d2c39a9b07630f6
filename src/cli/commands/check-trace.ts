import { NotATraceError, TraceCheck } from '../../spec/trace/check.ts';
import { allRules } from '../../spec/rules/index.ts';
import type { TraceReport, Violation } from '../../spec/trace/findings.ts';
import { traceRules } from '../../spec/trace/coverage/index.ts';
import type { AssumedHost } from '../../spec/trace/host-vendor.ts';
import type { AssumedFeatures, AssumedLbr } from '../../spec/trace/judge/guest-msr.ts';
import {
  isTraceReporterName,
  traceReport,
  traceReporterNames,
  type TraceReporterName,
} from '../../spec/trace/report/index.ts';
import { visible } from '../../spec/trace/report/text.ts';
import { permalink } from '../../spec/registry/permalink.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { nearest } from '../../spec/kit/nearest.ts';
import { parseOptions } from '../options.ts';
import { siteAddress } from '../site.ts';
import { openTrace } from '../trace/open-trace.ts';
import { version } from '../version.ts';

const USAGE = `
usage: lbr-contract check-trace FILE|- [options]

Judges a trace of a real host against the contract, rule by rule: kept, violated (with the line), or unknown
from this trace (with the reason). FILE is text of /sys/kernel/tracing/trace, trace-cmd report or perf script,
plain, gzip or zstd; - reads standard input, also while it is being recorded. Lines of perf trace, function_graph,
dmesg, journald, grep and mails are read as well, wrapped, quoted or coloured.

  --reporter NAME    ${traceReporterNames.join(', ')} (default text)
  --guest lbr=WHAT   off, legacy, arch, or infer (default): what LBR the guests have
  --guest CPUID=on   or =off, with rtm, bus-lock or pdcm: what the CPUID of the guests has; several are possible
  --host WHAT        what the trace does not show of the host; may be given several times:
                     ignore-msrs (kvm.ignore_msrs=1), msr-filter (a user-space MSR filter answers some accesses),
                     intel, amd (the contract says nothing about kvm-amd)
  --rule ID          judge only this rule; may be given several times
  --follow           say each violation on standard error when it is found; the report at the end counts
  --fail-on-unknown  exit status 1 also if a rule is unknown or does not apply
  --site URL         address of the published contract, for links in SARIF

Exit status: 0 nothing violated, 1 a rule is violated, 2 bad input.
`;

interface Options {
  readonly file: string;
  readonly reporter: TraceReporterName;
  readonly guest: AssumedLbr;
  readonly features: AssumedFeatures;
  readonly host: AssumedHost;
  readonly rules: readonly string[];
  readonly failOnUnknown: boolean;
  readonly follow: boolean;
  readonly site: string | undefined;
}

export const checkTrace: Command = {
  name: 'check-trace',
  summary: 'judge an ftrace, trace-cmd or perf script text of a real host',
  usage: USAGE,
  async run(args) {
    const options = parse(args);
    const { site } = options;
    const report = await check(options);
    const text = traceReport(report, options.reporter, {
      version,
      ...(site !== undefined && { helpUri: (rule: string) => permalink(rule, site) }),
    });
    process.stdout.write(text);
    return exitStatus(report, options.failOnUnknown);
  },
};

export function exitStatus(report: TraceReport, failOnUnknown: boolean): number {
  if (report.verdict === 'violated') return 1;
  return failOnUnknown && report.verdict !== 'kept' ? 1 : 0;
}

async function check(options: Options): Promise<TraceReport> {
  const trace = new TraceCheck({
    input: options.file,
    guest: options.guest,
    contract: traceRules(allRules),
    features: options.features,
    host: options.host,
    allocate: Buffer.allocUnsafeSlow,
    ...(options.follow && { onViolation: say(options.file) }),
    ...(options.rules.length > 0 && { rules: options.rules }),
  });
  const progress = startProgress(trace);
  let interrupted = false;
  const interrupt = (): void => {
    interrupted = true;
    process.stdin.destroy();
  };
  // Ctrl-C ends the recording; the report of what was recorded still comes.
  if (options.file === '-') process.once('SIGINT', interrupt);
  try {
    for await (const chunk of openTrace(options.file, (size) => trace.reader.space(size))) trace.push(chunk);
    return trace.end();
  } catch (error) {
    if (interrupted) return trace.end();
    if (error instanceof NotATraceError) throw new UsageError(`${options.file}: ${error.message}`);
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
    progress();
  }
}

/** A line per violation, while the recording goes on. */
function say(file: string) {
  return ({ rule, line, message }: Omit<Violation, 'excerpt'>): void => {
    process.stderr.write(`${file}:${line}: ${rule} violated: ${visible(message)}\n`);
  };
}

/** One line that is overwritten each second, on a terminal only. Returns what ends it. */
function startProgress(trace: TraceCheck): () => void {
  if (!process.stderr.isTTY) return () => {};
  const show = (): void => {
    const { lines } = trace.reader.tally.counts;
    process.stderr.write(`\r${lines.toLocaleString('en')} lines, ${trace.violations} violations\x1b[K`);
  };
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write('\r\x1b[K');
  };
}

function parse(args: readonly string[]): Options {
  const { values, positionals } = parseOptions(args, {
    reporter: { type: 'string' },
    guest: { type: 'string', multiple: true },
    host: { type: 'string', multiple: true },
    rule: { type: 'string', multiple: true },
    'fail-on-unknown': { type: 'boolean' },
    follow: { type: 'boolean' },
    site: { type: 'string' },
  });
  if (positionals.length !== 1) {
    throw new UsageError(`expected one FILE or -, found ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  }
  const reporter = values.reporter ?? 'text';
  if (!isTraceReporterName(reporter)) throw unknownValue('--reporter', reporter, traceReporterNames);
  const rules = values.rule ?? [];
  const ids = traceRules(allRules).map((rule) => rule.id);
  for (const rule of rules) if (!ids.includes(rule)) throw unknownValue('--rule', rule, ids);
  return {
    file: positionals[0],
    reporter,
    guest: guestOf(values.guest?.findLast((one) => !(one.split('=')[0] in FEATURES))),
    features: featuresOf(values.guest ?? []),
    host: hostOf(values.host ?? []),
    rules,
    failOnUnknown: values['fail-on-unknown'] ?? false,
    follow: values.follow ?? false,
    site: siteAddress(values.site),
  };
}

function guestOf(value: string | undefined): AssumedLbr {
  switch (value) {
    case undefined:
    case 'lbr=infer':
      return 'infer';
    case 'lbr=off':
      return 'off';
    case 'lbr=on':
    case 'lbr=legacy':
      return 'legacy';
    case 'lbr=arch':
      return 'arch';
    default:
      throw unknownValue('--guest', value, [
        'lbr=infer',
        'lbr=off',
        'lbr=legacy',
        'lbr=arch',
        ...Object.keys(FEATURES).flatMap((name) => [`${name}=on`, `${name}=off`]),
      ]);
  }
}

const FEATURES = { rtm: 'rtm', 'bus-lock': 'busLockDetect', pdcm: 'pdcm' } as const;

function featuresOf(values: readonly string[]): AssumedFeatures {
  return Object.fromEntries(
    Object.entries(FEATURES).flatMap(([name, field]) => {
      const said = values.findLast((value) => value.startsWith(`${name}=`))?.slice(name.length + 1);
      if (said === undefined) return [];
      if (said !== 'on' && said !== 'off')
        throw unknownValue('--guest', `${name}=${said}`, [`${name}=on`, `${name}=off`]);
      return [[field, said === 'on']];
    }),
  );
}

const HOSTS: Readonly<Record<string, AssumedHost>> = {
  'ignore-msrs': { ignoreMsrs: true },
  'msr-filter': { msrFilter: true },
  intel: { vendor: 'intel' },
  amd: { vendor: 'amd' },
};

function hostOf(values: readonly string[]): AssumedHost {
  const wrong = values.find((value) => !Object.hasOwn(HOSTS, value));
  if (wrong !== undefined) throw unknownValue('--host', wrong, Object.keys(HOSTS));
  if (values.includes('amd') && values.includes('intel')) throw new UsageError('--host: found both intel and amd');
  return Object.assign({}, ...values.map((value) => HOSTS[value])) as AssumedHost;
}

function unknownValue(option: string, found: string, expected: readonly string[]): UsageError {
  const hint = nearest(found, expected);
  return new UsageError(
    `${option}: found "${found}", expected one of ${expected.join(', ')}${hint ? `; did you mean "${hint}"?` : ''}`,
  );
}
