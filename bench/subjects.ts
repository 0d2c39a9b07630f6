import { compileLayout, explore, walk, type Code, type Exploration, type Walks } from '../src/spec/check/index.ts';
import { walkWithFastCheck } from '../src/spec/check/walk-with-fast-check.ts';
import { designByName } from '../src/spec/designs/index.ts';
import type { Layout } from '../src/spec/kit/layout.ts';
import type { Model, Property } from '../src/spec/kit/model.ts';
import { protocolModel } from '../src/spec/model/protocol/index.ts';
import { instanceByName } from '../src/spec/model/protocol/instances.ts';
import { allRules } from '../src/spec/rules/index.ts';
import { commonModel, commonProperties, commonSizes, commonStates, guestReadsOnlyItsOwn } from './common/model.ts';

/** A model to measure, with its state type hidden: only searches and walks can be asked of it. */
export interface Subject {
  readonly name: string;
  /** Reachable states, where other engines agree on them, or the bound of the search. */
  readonly states?: number;
  readonly layout: Layout;
  /** `expectedStates` makes room for so many at once. */
  explore(code?: Code, expectedStates?: number): Pick<Exploration<never>, 'end' | 'states' | 'bytes'>;
  walk(runs: number, steps: number): Pick<Walks<never>, 'steps'>;
  walkWithFastCheck(runs: number, steps: number): { readonly steps: number };
  /** The same search without a property. */
  bare(): Pick<Exploration<never>, 'end' | 'states' | 'bytes'>;
  /** Length of the shortest run that breaks the faulty variant. */
  leak?(): number;
}

function subjectOf<W>(
  name: string,
  model: Model<W>,
  properties: readonly Property<W>[],
  bound: { readonly maxStates?: number } = {},
): Subject {
  const seed = 1;
  return {
    name,
    layout: model.layout,
    explore: (code = 'auto', expectedStates) =>
      explore(model, properties, { code, ...bound, ...(expectedStates !== undefined && { expectedStates }) }),
    bare: () => explore(model, [], bound),
    walk: (runs, steps) => walk(model, properties, { runs, steps, seed }),
    walkWithFastCheck: (runs, steps) => walkWithFastCheck(model, properties, { runs, steps, seed }),
  };
}

type CommonName = keyof typeof commonSizes;

export const isCommonName = (name: string): name is CommonName => Object.hasOwn(commonSizes, name);

/** One of K1 to K5. */
function commonSubject(name: CommonName): Subject {
  const faulty = commonModel(commonSizes[name], true);
  return {
    ...subjectOf(name, commonModel(commonSizes[name]), commonProperties),
    states: commonStates[name],
    leak() {
      // The search ends at the depth of the violation, as one does that stops at the first error.
      const [{ violation }] = explore(faulty, [guestReadsOnlyItsOwn], { maxDepth: 19 }).properties;
      return violation?.steps.length ?? 0;
    },
  };
}

/** An instance of the protocol model under a design, with all rules; DESIGN/INSTANCE. Undefined where there is none. */
function protocolSubject(name: string): Subject | undefined {
  const [designName, instanceName = ''] = name.split('/');
  const design = designByName(designName);
  const instance = instanceByName(instanceName);
  if (design === undefined || instance === undefined) return undefined;
  const model = protocolModel(design.protocol, instance);
  const properties = allRules.flatMap((rule) => (rule.world === 'protocol' ? [rule.property(model.machine)] : []));
  return subjectOf(name, model, properties);
}

/**
 * The common model at the state size of another subject, by name: a ring as deep as fits into as many bits for a packed
 * state, and a search that ends after as many states.
 */
export function equalSizeName({ layout }: Subject, states: number): string {
  const bits = bitsOf(layout);
  let depth = 2;
  while (bitsOf(commonModel({ depth: depth + 1, vcpus: 2, hostEvents: 2 }).layout) <= bits) depth++;
  return `common-D${depth}-${states}`;
}

const bitsOf = (layout: Layout): number => compileLayout(layout).fields.reduce((sum, { bits }) => sum + bits, 0);

function equalSizeSubject(name: string): Subject | undefined {
  const [, depth, states] = (/^common-D(\d+)-(\d+)$/.exec(name) ?? []).map(Number);
  if (depth === undefined || states === undefined) return undefined;
  const model = commonModel({ depth, vcpus: 2, hostEvents: 2 });
  return { ...subjectOf(name, model, commonProperties, { maxStates: states }), states };
}

export const subjectByName = (name: string): Subject | undefined =>
  isCommonName(name) ? commonSubject(name) : (equalSizeSubject(name) ?? protocolSubject(name));
