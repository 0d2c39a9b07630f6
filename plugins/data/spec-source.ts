import type { DesignChange } from '../../src/site-data/design-change.ts';
import type { OwnerStates } from '../../src/site-data/owner-states.ts';
import type { RunLoopPlace } from '../../src/site-data/run-loop.ts';
import type { Switch } from '../../src/spec/switches/switch.ts';
import type { RuleDossier } from '../../src/spec/kit/rule.ts';
import type { RunView } from '../../src/spec/scenario/run-view.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';

/** What the site needs of the specification. */
export interface SpecSource {
  readonly chapters: readonly ChapterSource[];
  readonly designs: readonly DesignSource[];
  readonly switches: { readonly protocol: Switches; readonly register: Switches };
  readonly instances: readonly { readonly name: string; readonly title: string }[];
  designChange(name: string): DesignChange;
  ownerStates(): OwnerStates[];
  runLoop(): RunLoopPlace[];
  describeRun(scenario: Scenario): RunView;
}

interface ChapterSource {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly RuleSource[];
}

export type RuleSource = RuleDossier & { readonly world: 'protocol' | 'register' };

interface DesignSource {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly protocol: Readonly<Record<string, string>>;
  readonly register: Readonly<Record<string, string>>;
}

type Switches = Readonly<Record<string, Switch>>;
