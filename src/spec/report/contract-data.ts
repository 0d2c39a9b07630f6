import type { SwitchTable } from '../switches/switch.ts';
import type { RuleText } from '../kit/rule.ts';
import type { Registry } from '../registry/types.ts';
import type { VerdictFile } from '../verify/verdict-file.ts';

/** The whole contract as the exports take it. The real modules fit; tests give small ones. */
export interface ContractData {
  readonly version: string;
  readonly chapters: readonly ChapterData[];
  readonly designs: readonly DesignData[];
  readonly switches: { readonly protocol: SwitchTable; readonly register: SwitchTable };
  readonly registry: Registry;
  /** Missing where nothing was verified yet. */
  readonly verdicts?: VerdictFile;
}

interface ChapterData {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly RuleData[];
}

export type RuleData = RuleText & {
  readonly world: 'protocol' | 'register';
  /** The kind of its property: `state`, `step` or `response` in the protocol world, `cases` in the register world. */
  readonly propertyKind: string;
  /** Steps within which a response has to come. */
  readonly within?: number;
};

export interface DesignData {
  readonly name: string;
  readonly title: string;
  readonly kind: string;
  readonly summary: string;
  readonly protocol?: Readonly<Record<string, string>>;
  readonly register?: Readonly<Record<string, string>>;
}
