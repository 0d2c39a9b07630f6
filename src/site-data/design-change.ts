import { designNamed } from '../spec/designs/index.ts';
import { whyNotJudged } from '../spec/designs/instances-of.ts';
import { instances } from '../spec/model/protocol/instances.ts';

/** What a design says of itself: its base, the differences, and where the search of the protocol world leaves it out. */
export interface DesignChange {
  /** Undefined for the first release. */
  readonly on?: { readonly name: string; readonly title: string };
  /** Switches at which it differs from its base. */
  readonly switches: readonly SwitchChange[];
  /** IDs of rules that it breaks and its base does not. */
  readonly breaks: readonly string[];
  /** IDs of rules that its base breaks and it keeps. */
  readonly mends: readonly string[];
  /** Instances of the protocol world on which it is not judged, by the reason. */
  readonly notJudged: readonly { readonly reason: string; readonly instances: readonly InstanceTitle[] }[];
}

interface SwitchChange {
  readonly world: 'protocol' | 'register';
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

interface InstanceTitle {
  readonly name: string;
  readonly title: string;
}

/** Throws a RangeError where there is no such design. */
export function designChange(name: string): DesignChange {
  const design = designNamed(name);
  const { on, breaks, mends, changes } = design;
  const reasons = new Map<string, InstanceTitle[]>();
  for (const instance of instances) {
    const reason = whyNotJudged(design, instance);
    if (reason === undefined) continue;
    reasons.set(reason, [...(reasons.get(reason) ?? []), { name: instance.name, title: instance.title }]);
  }
  const of = (world: SwitchChange['world']): SwitchChange[] =>
    Object.entries<string>(changes[world]).map(([one, after]) => ({
      world,
      name: one,
      before: Object.entries<string>(on?.[world] ?? {}).find(([other]) => other === one)?.[1] ?? '',
      after,
    }));
  return {
    ...(on === undefined ? {} : { on: { name: on.name, title: on.title } }),
    switches: [...of('protocol'), ...of('register')],
    // The first release breaks what it breaks; there is no base to compare with.
    breaks: on === undefined ? [] : breaks,
    mends,
    notJudged: [...reasons].map(([reason, left]) => ({ reason, instances: left })),
  };
}
