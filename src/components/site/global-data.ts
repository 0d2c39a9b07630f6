import type { DocumentLink } from '@site/src/site-data/document-link.ts';
import type { ChapterData, RuleIndexEntry, RunStamp } from '@site/src/site-data/types.ts';

/** What the plugin gives to every page; kept small, because every page that runs JavaScript loads it. */
export interface GlobalData {
  readonly documents: readonly DocumentLink[];
  readonly run: RunStamp;
  readonly chapters: readonly ChapterData[];
  readonly designs: readonly { readonly name: string; readonly title: string }[];
  readonly rules: Readonly<Record<string, RuleIndexEntry>>;
  readonly groundTruthHash: string;
  /** Hashes of the lab's sources in this build. */
  readonly lab: Readonly<Record<'agent' | 'cpu' | 'judge' | 'series', string>>;
}
