/**
 * The list of every rule ID ever published, checked in as registry/rules.json. It only grows: an entry is never removed,
 * and a published revision is never rewritten.
 */
export interface Registry {
  readonly format: 'lbr-registry/1';
  readonly rules: readonly RegistryEntry[];
}

/**
 * - `draft`: on the site, its sentence may still change without a new revision; its ID is taken for good already;
 * - `stable`: published; a changed sentence is a new revision;
 * - `retired`: in no chapter any more; its page and permalink stay and say what replaced it.
 */
export type RuleState = 'draft' | 'stable' | 'retired';

export interface RegistryEntry {
  readonly id: string;
  readonly chapter: string;
  readonly state: RuleState;
  /** Oldest first, numbered 1, 2, 3, ... */
  readonly revisions: readonly RecordedRevision[];
  readonly retired?: Retirement;
}

interface RecordedRevision {
  readonly revision: number;
  /** ISO date on which the revision was published; of a draft, on which it was recorded. */
  readonly date: string;
  /** SHA-256 of the normalized sentence, see `normalizeSentence()`. */
  readonly sentence: string;
  /** The wording changed and the meaning did not. */
  readonly editorial?: true;
}

/** What the page of a retired rule still shows. */
export interface Retirement {
  readonly date: string;
  readonly reason: string;
  /** IDs of the rules that took its place; may be empty. */
  readonly replacedBy: readonly string[];
  readonly title: string;
  /** The last sentence. */
  readonly statement: string;
}
