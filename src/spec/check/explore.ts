import type { Model, Property } from '../kit/model.ts';
import { canGenerateCode, compileLayout, type Code } from './compile-layout.ts';
import { generatedLoop } from './emit-loop.ts';
import { findFairLasso, isFair } from './fair-lasso.ts';
import { isOfKind, type Finding } from './property-check.ts';
import { plainLoop } from './inner-loop.ts';
import { ResponseCheck } from './response-check.ts';
import { ResponsePaths, type UnansweredPath } from './response-paths.ts';
import type { Exploration, PropertyResult } from './result.ts';
import { batchCapacity, Search } from './search.ts';
import { Piecewise, runToEnd, Slicer, type SliceOptions } from './slicer.ts';
import { StateSet } from './state-set.ts';
import { StateTable } from './state-table.ts';
import { violationOf } from './violation.ts';
import { viewsOf } from './view.ts';

interface Progress {
  /** `search` visits states, `responses` follows helpful paths from trigger states. */
  readonly phase: 'search' | 'responses';
  readonly states: number;
  /** States that wait to be expanded. */
  readonly frontier: number;
  readonly depth: number;
  readonly transitions: number;
  /** Distinct states per second since the start. */
  readonly statesPerSecond: number;
  readonly bytes: number;
}

interface ExploreOptions extends SliceOptions<Progress> {
  /** Stored states. Default: no bound but memory. */
  readonly maxStates?: number;
  /** Memory of the state table in bytes. Default 2 GiB. */
  readonly maxBytes?: number;
  /** States at this depth are judged and not expanded. Default: no bound. */
  readonly maxDepth?: number;
  /** Number of states to make room for at once, where it is known. */
  readonly expectedStates?: number;
  /** Counts every witness instead of the first one. */
  readonly countWitnesses?: boolean;
  /** Checks ranges and places of actions; about half as fast. */
  readonly debug?: boolean;
  /** How packing code is made; see `compileLayout`. */
  readonly code?: Code;
}

/**
 * Visits every reachable state of the model, breadth first, up to the bounds, and judges all properties on the way. The
 * search goes on after a violation, so each property has its own verdict and its own shortest counterexample.
 */
export function explore<W>(
  model: Model<W>,
  properties: readonly Property<W>[],
  options: ExploreOptions = {},
): Exploration<W> {
  return runToEnd(exploreInSlices(model, properties, options));
}

/**
 * The same in slices of about 50 ms, for a worker that has to read its messages in between: a generator that yields
 * progress and returns the result. Slices have no influence on the result.
 */
export function* exploreInSlices<W>(
  model: Model<W>,
  properties: readonly Property<W>[],
  options: ExploreOptions = {},
): Generator<Progress, Exploration<W>, void> {
  const { countWitnesses = false, debug = false, maxDepth = Infinity, code = 'auto' } = options;
  const { maxStates = 2 ** 31 - 2, maxBytes = 2 ** 31, expectedStates } = options;
  if (model.canonicalize && properties.some((property) => property.kind === 'response' && isFair(property))) {
    throw new RangeError(`model ${model.name}: fairness to an action has no meaning where states stand for others`);
  }
  const layout = compileLayout<W>(model.layout, { debug, code });
  const table = new StateTable(layout, { maxStates, maxBytes, expected: expectedStates });
  const findings = properties.map((property): Finding<W> => ({ property, witnesses: 0 }));
  const batch = new Int32Array(batchCapacity(model) * layout.words);
  const states = findings.filter(isOfKind('state'));
  const steps = findings.filter(isOfKind('step'));
  const awaited = findings.filter(isOfKind('response')).map((finding) => ({ finding, triggers: new StateSet() }));
  const responses = awaited.map(({ finding, triggers }) => ({ property: finding.property, triggers }));
  const views = viewsOf(states, responses, layout, countWitnesses);
  const parts = { model, layout, states, steps, responses, views, countWitnesses, batch };
  const generate = !debug && (code === 'generated' || (code === 'auto' && canGenerateCode()));
  const loop = generate ? generatedLoop(parts) : plainLoop(parts, debug);
  const search = new Search(table, loop, batch, maxDepth);
  search.begin(model, layout);
  const slicer = new Slicer(options);
  const progress = (phase: Progress['phase']) => (): Progress => ({
    phase,
    states: table.count,
    frontier: table.count - search.head,
    depth: search.depth,
    transitions: search.transitions,
    statesPerSecond: Math.round(table.count / slicer.seconds),
    bytes: table.bytes,
  });

  yield* slicer.run(progress('search'), (limit) => search.advance(limit));
  const stored = table.count;
  for (const { set } of views) set?.forget();
  const unanswered = new Map<Finding<W>, UnansweredPath<W>>();
  const undecided = new Set<Finding<W>>();
  for (const { finding, triggers } of awaited) {
    const paths = new ResponsePaths(finding.property, model, layout, table);
    const check = new ResponseCheck(finding, paths, triggers, countWitnesses);
    const done = !slicer.cancelled && (yield* slicer.run(progress('responses'), (limit) => check.advance(limit)));
    if (check.unanswered) unanswered.set(finding, check.unanswered);
    else if (!done || check.undecided) undecided.add(finding);
    else if (isFair(finding.property)) {
      const lasso = new Piecewise(findFairLasso(finding.property, model, layout, table, triggers));
      const seesAll = search.end === 'complete';
      const looked = seesAll && (yield* slicer.run(progress('responses'), (limit) => lasso.advance(limit)));
      if (!looked) undecided.add(finding);
      else if (lasso.result) unanswered.set(finding, lasso.result);
    }
  }

  const results = findings.map((finding): PropertyResult<W> => {
    const { property, witnesses } = finding;
    const violation = violationOf(model, layout, table, finding, unanswered.get(finding));
    if (violation) return { property, verdict: 'violated', witnesses, violation };
    const open = undecided.has(finding) || search.end === undefined;
    return { property, verdict: open ? 'undecided' : 'holds', witnesses };
  });
  const { transitions, depth, deadEnds } = search;
  return {
    end: slicer.cancelled ? 'cancelled' : (search.end ?? 'cancelled'),
    states: stored,
    symmetry: model.canonicalize !== undefined,
    transitions,
    depth,
    deadEnds,
    bytes: table.bytes,
    properties: results,
  };
}
