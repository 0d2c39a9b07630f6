import { designNames, isDesignName } from '../../spec/designs/index.ts';
import { kernelRangeOf, rangeText } from '../../spec/designs/kernels.ts';
import { allRules, type LbrRule } from '../../spec/rules/index.ts';
import { isReporterName, reporterNames, type ReporterName } from '../../spec/report/index.ts';
import { shardNamed, type Shard } from '../../node/shard.ts';
import { findRule } from '../contract.ts';
import { UsageError } from '../../node/usage-error.ts';
import { noPositionals, oneOfValues, parseOptions, wholeNumber } from '../options.ts';

/** The seed of this release. */
export const DEFAULT_SEED = 20_261_122;
/** Random walks per instance and generated cases per register rule. */
export const DEFAULT_RUNS = 200;
const DEFAULT_MAX_STATES = 5_000_000;

/** The design whose mutants are judged. */
const MUTATED = 'contract';

export interface VerifyOptions {
  readonly rules: readonly LbrRule[];
  readonly designs: readonly string[];
  /** The whole kill table. */
  readonly mutants: boolean;
  /** Only the mutants that the rules name. */
  readonly killers: boolean;
  readonly runs: number;
  readonly seed: number;
  readonly maxStates: number;
  readonly reporter: ReporterName;
  /** Whether a declared violation passes; if not, KTAP shows it as failed, and so does the exit status. */
  readonly xfail: boolean;
  readonly out: string | undefined;
  readonly workers: number;
  readonly shard: Shard | undefined;
  readonly merge: string | undefined;
  readonly saveCounterexamples: string | undefined;
}

/** Reads the options of `verify`. Throws a UsageError that names the option, what was found and what is expected. */
export function verifyOptions(args: readonly string[], cores: number): VerifyOptions {
  const { values, positionals } = parseOptions(args, {
    rule: { type: 'string', multiple: true },
    design: { type: 'string', multiple: true },
    runs: { type: 'string' },
    seed: { type: 'string' },
    'max-states': { type: 'string' },
    reporter: { type: 'string' },
    'no-xfail': { type: 'boolean' },
    out: { type: 'string' },
    workers: { type: 'string' },
    'no-mutants': { type: 'boolean' },
    shard: { type: 'string' },
    merge: { type: 'string' },
    'save-counterexamples': { type: 'string' },
  });
  noPositionals(positionals);
  const reporter = reporterNamed(values.reporter ?? 'pretty');
  const xfail = values['no-xfail'] !== true;
  if (!xfail && reporter !== 'ktap') throw new UsageError(`--no-xfail: found --reporter ${reporter}, expected ktap`);
  const filtered = values.rule !== undefined || values.design !== undefined;
  const designs = values.design === undefined ? designNames : designsNamed(values.design);
  return {
    rules: values.rule === undefined ? allRules : rulesNamed(values.rule),
    designs,
    mutants: !filtered && values['no-mutants'] !== true,
    killers: values.rule !== undefined && designs.includes(MUTATED) && values['no-mutants'] !== true,
    runs: wholeNumber('--runs', values.runs, DEFAULT_RUNS, 0),
    seed: wholeNumber('--seed', values.seed, DEFAULT_SEED, 0),
    maxStates: wholeNumber('--max-states', values['max-states'], DEFAULT_MAX_STATES, 1),
    reporter,
    xfail,
    out: values.out,
    workers: wholeNumber('--workers', values.workers, cores, 1),
    shard: values.shard === undefined ? undefined : shardNamed(values.shard),
    merge: values.merge,
    saveCounterexamples: values['save-counterexamples'],
  };
}

/** The rules with the IDs, each once, in the order of the contract whatever order they are asked for in. */
function rulesNamed(words: readonly string[]): LbrRule[] {
  const ids = new Set<string>(words.map((word) => findRule(word).id));
  return allRules.filter((rule) => ids.has(rule.id));
}

function designsNamed(names: readonly string[]): string[] {
  const wanted = new Set<string>(
    names.map((name) => {
      if (!isDesignName(name)) checkKernelVersion(name);
      return oneOfValues('--design', name, designNames);
    }),
  );
  return designNames.filter((name) => wanted.has(name));
}

/** A version of Linux that is no design of that name: the table says which design stands for it, and what differs. */
function checkKernelVersion(name: string): void {
  const range = kernelRangeOf(name);
  if (range === undefined) return;
  const stands = range.design === undefined ? 'no design stands' : `take "${range.design}", which stands`;
  throw new UsageError(
    `--design: there is no design "${name}"; ${stands} for Linux ${rangeText(range)}. ${range.differs}`,
  );
}

function reporterNamed(name: string): ReporterName {
  return isReporterName(name) ? name : oneOfValues('--reporter', name, reporterNames);
}
