import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RuleText } from '../../src/spec/kit/rule.ts';
import type { Switch } from '../../src/spec/designs/switch.ts';
import type { RunView } from '../../src/spec/scenario/run-view.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';

/** What the site needs of the specification; the real modules export more. */
export interface SpecSource {
  readonly chapters: readonly ChapterSource[];
  readonly designs: readonly DesignSource[];
  readonly switches: { readonly protocol: Switches; readonly register: Switches };
  readonly describeRun?: (scenario: Scenario) => RunView;
}

export interface ChapterSource {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly RuleSource[];
}

export type RuleSource = RuleText & {
  readonly world: 'protocol' | 'register';
  /** `file#export` references to the reference implementation. */
  readonly model?: readonly string[];
};

export interface DesignSource {
  readonly name: string;
  readonly title?: string;
  readonly summary?: string;
  readonly protocol?: Readonly<Record<string, string>>;
  readonly register?: Readonly<Record<string, string>>;
}

type Switches = Readonly<Record<string, Switch>>;

/** Imports a module of the repository; undefined where the file does not exist. */
export async function importIfThere(root: string, file: string): Promise<Record<string, unknown> | undefined> {
  const full = path.join(root, file);
  if (!existsSync(full)) return undefined;
  return (await import(pathToFileURL(full).href)) as Record<string, unknown>;
}
