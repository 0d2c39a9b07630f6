import type { MatrixData } from '@site/src/site-data/matrix.ts';

/** What the workbench is given with its page. */
export interface WorkbenchData extends MatrixData {
  /** Instances of the protocol world, by name. */
  readonly instances: readonly { readonly name: string; readonly title: string }[];
  /** Sentences of the rules, by ID. */
  readonly statements: Readonly<Record<string, string>>;
  /** Rules whose runs this build does not show. */
  readonly withheld: readonly string[];
}
