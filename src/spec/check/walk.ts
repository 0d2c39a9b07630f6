import type { Action, Model, Property } from '../kit/model.ts';
import { chooser, type Chooser } from './choose.ts';
import { HeadStart, type HeadStartOptions } from './head-start.ts';
import { compileLayout, type PackedLayout } from './compile-layout.ts';
import { JudgedRun } from './judged-run.ts';
import { Random } from './random.ts';
import type { PropertyResult } from './result.ts';
import { shrink } from './shrink.ts';
import { runToEnd, Slicer, type SliceOptions } from './slicer.ts';

interface WalkOptions extends SliceOptions<WalkProgress> {
  readonly runs: number;
  /** Steps per run, unless it meets a dead end. */
  readonly steps: number;
  readonly seed: number;
  /** Number of the first run, default 0. Run r of a seed is the same whatever was run before it. */
  readonly firstRun?: number;
  /** Lets runs begin elsewhere than in an initial state. Their own steps come on top of those that lead there. */
  readonly headStart?: HeadStartOptions;
  /** Favours the actions of processes; see `chooser`. */
  readonly favourProcesses?: number;
  /** Counts every witness instead of the first one. */
  readonly countWitnesses?: boolean;
  /** Checks ranges after each step where step properties are judged, and when shrinking. */
  readonly debug?: boolean;
  readonly code?: 'auto' | 'generated' | 'closures';
}

interface WalkProgress {
  readonly runs: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
}

/** What random walks found out: a function of the model, the properties, the seed and the range of runs. */
export interface Walks<W> {
  readonly end: 'complete' | 'cancelled';
  readonly seed: number;
  readonly firstRun: number;
  /** Where to go on. */
  readonly nextRun: number;
  readonly steps: number;
  /** Runs that met a state in which no action is enabled. */
  readonly deadEnds: number;
  readonly properties: readonly WalkResult<W>[];
}

interface WalkResult<W> extends PropertyResult<W> {
  readonly verdict: 'holds' | 'violated';
  /** Number of the first run that violates the property, and its length there before shrinking. */
  readonly found?: { readonly run: number; readonly length: number };
}

/**
 * Random walks: each step is chosen evenly among the enabled actions. All properties are judged on the way; the first
 * run that violates a property is shrunk.
 */
export function walk<W>(model: Model<W>, properties: readonly Property<W>[], options: WalkOptions): Walks<W> {
  return runToEnd(walkInSlices(model, properties, options));
}

/** The same in slices of about 50 ms; see `exploreInSlices`. */
function* walkInSlices<W>(
  model: Model<W>,
  properties: readonly Property<W>[],
  options: WalkOptions,
): Generator<WalkProgress, Walks<W>, void> {
  const { firstRun = 0, runs, seed, debug = false, code = 'auto' } = options;
  const layout = compileLayout<W>(model.layout, { debug, code });
  const campaign = new Campaign(model, layout, properties, options);
  const slicer = new Slicer(options);
  const describe = (): WalkProgress => ({
    runs: campaign.next - firstRun,
    steps: campaign.steps,
    stepsPerSecond: Math.round(campaign.steps / slicer.seconds),
  });
  const complete = yield* slicer.run(describe, (limit) => campaign.advance(Math.ceil(limit / 16), firstRun + runs));
  return {
    end: complete ? 'complete' : 'cancelled',
    seed,
    firstRun,
    nextRun: campaign.next,
    steps: campaign.steps,
    deadEnds: campaign.deadEnds,
    properties: campaign.results(),
  };
}

interface Found<W> {
  readonly run: number;
  readonly initial: number;
  readonly actions: readonly Action<W>[];
}

class Campaign<W> {
  next: number;
  steps = 0;
  deadEnds = 0;
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #options: WalkOptions;
  readonly #run: JudgedRun<W>;
  readonly #chooser: Chooser<W>;
  readonly #headStart: HeadStart<W> | undefined;
  readonly #log: Action<W>[] = [];
  readonly #found: (Found<W> | undefined)[];

  constructor(model: Model<W>, layout: PackedLayout<W>, properties: readonly Property<W>[], options: WalkOptions) {
    this.#model = model;
    this.#layout = layout;
    this.#options = options;
    this.next = options.firstRun ?? 0;
    this.#run = new JudgedRun(model, layout, properties, options.countWitnesses ?? false);
    this.#chooser = chooser(model, options.favourProcesses);
    this.#headStart = options.headStart && new HeadStart(model, layout, this.#chooser, options.seed, options.headStart);
    this.#found = properties.map(() => undefined);
  }

  /** Up to `limit` runs, none from `end` on. True at the end. */
  advance(limit: number, end: number): boolean {
    for (let done = 0; done < limit; done++) {
      if (this.next >= end) return true;
      this.#walk(this.next++);
    }
    return this.next >= end;
  }

  #walk(number: number): void {
    const run = this.#run;
    const random = Random.ofRun(this.#options.seed, number);
    const violated = run.violated;
    const initial = this.#begin(number, random);
    const start = run.length;
    const log = this.#log;
    const end = (this.#headStart?.actions.length ?? 0) + this.#options.steps;
    while (run.length < end) {
      const action = this.#chooser.draw(run.world, random);
      if (action === undefined) {
        this.deadEnds++;
        break;
      }
      log[run.length] = action;
      run.take(action);
    }
    this.steps += run.length - start;
    if (run.violated > violated) this.#keep(number, initial);
  }

  /** Goes to where the run begins, and returns the initial state that this is reached from. */
  #begin(number: number, random: Random): number {
    const run = this.#run;
    const head = this.#headStart;
    if (head === undefined) {
      const initial = random.below(this.#model.initialStates);
      run.begin(initial);
      return initial;
    }
    const isFirst = head.goTo(number);
    for (const [index, action] of head.actions.entries()) this.#log[index] = action;
    if (isFirst) {
      run.begin(head.initial);
      for (const action of head.actions) run.take(action);
      this.steps += head.actions.length;
    } else run.beginAt(head.words, head.actions.length);
    return head.initial;
  }

  #keep(run: number, initial: number): void {
    for (const [index, { violatedAt }] of this.#run.findings.entries()) {
      if (violatedAt === undefined) continue;
      this.#found[index] ??= { run, initial, actions: this.#log.slice(0, violatedAt) };
    }
  }

  results(): WalkResult<W>[] {
    return this.#run.findings.map(({ property, witnesses }, index) => {
      const found = this.#found[index];
      if (found === undefined) return { property, verdict: 'holds', witnesses };
      const violation = shrink(this.#model, this.#layout, property, { initial: found.initial, steps: found.actions });
      if (violation === undefined) {
        throw new Error(`model ${this.#model.name}: run ${found.run} of seed ${this.#options.seed} does not repeat`);
      }
      const { run, actions } = found;
      return { property, verdict: 'violated', witnesses, violation, found: { run, length: actions.length } };
    });
  }
}

/**
 * The result of two ranges of runs, the second of which begins where the first ended: the same as the result of both
 * ranges in one go, up to the number of witnesses, which adds up only where all witnesses are counted.
 */
export function joinWalks<W>(first: Walks<W>, second: Walks<W>): Walks<W> {
  if (first.seed !== second.seed || first.nextRun !== second.firstRun) {
    const range = ({ seed, firstRun, nextRun }: Walks<W>) => `runs ${firstRun}..${nextRun - 1} of seed ${seed}`;
    throw new RangeError(`${range(second)} do not follow ${range(first)}`);
  }
  return {
    end: second.end,
    seed: first.seed,
    firstRun: first.firstRun,
    nextRun: second.nextRun,
    steps: first.steps + second.steps,
    deadEnds: first.deadEnds + second.deadEnds,
    properties: first.properties.map((result, index) => {
      const other = second.properties[index];
      const witnesses = result.witnesses + other.witnesses;
      return { ...(result.verdict === 'violated' ? result : other), witnesses };
    }),
  };
}
