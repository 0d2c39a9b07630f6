import type { Property } from './model.ts';
import type { Source } from './source.ts';

/** `LBR-<CHAPTER>-<n>`; never reused, never renumbered. */
export type RuleId = string & { readonly __brand: 'RuleId' };

/** A rule ID as text that the type checker knows to look like one; that there is such a rule is for tests to say. */
export type RuleName = `LBR-${string}-${number}`;

const RULE_ID = /^LBR-([A-Z]{3,4})-([1-9][0-9]*)$/;

/** Throws a RangeError for anything that is not a rule ID. */
export function ruleId(text: string): RuleId {
  if (!RULE_ID.test(text)) throw new RangeError(`"${text}" is not a rule ID; expected LBR-<CHAPTER>-<n>`);
  return text as RuleId;
}

export type Level = 'must' | 'should' | 'may';

export type Verdict = 'holds' | 'violated' | 'not-applicable' | 'not-established';

export interface Revision {
  readonly revision: number;
  /** ISO date. */
  readonly date: string;
  readonly reason: string;
  /** The sentence that this revision replaced. */
  readonly before?: string;
  /** Only the wording changed: whoever relied on the earlier sentence can rely on this one. */
  readonly editorial?: true;
}

/** The marks that a rule leaves in a trace: what must be recorded, what is judged, what stays unseen. */
export interface TraceMarks {
  /** Events and columns without which nothing can be judged. */
  readonly needs: readonly string[];
  /** Events that make more of it judgeable. */
  readonly helps: readonly string[];
  /** What a violation looks like in the trace. */
  readonly shows: string;
  /** What the trace cannot show, and what follows for the verdict. */
  readonly hides: string;
  /** Why the verdict is unknown where the trace has no occasion. */
  readonly silent: string;
}

/** What `check-trace` judges a rule by, or why the rule leaves no mark that a trace could be judged by. */
export type InTrace = TraceMarks | { readonly unseen: string };

/** What a rule says, whatever world its property lives in. */
export interface RuleText {
  readonly id: RuleId;
  readonly revision: number;
  readonly level: Level;
  readonly title: string;
  /** The one normative sentence. Plain text, `code` in backticks, exactly one of must / must not / should / may. */
  readonly statement: string;
  /** Why the rule is there; a few short sentences. */
  readonly rationale: string;
  /** What a reader could take the rule to say and it does not. */
  readonly doesNotSay: string;
  readonly sources: readonly Source[];
  /** Designs on which the rule is declared violated: computed from what each of them breaks and mends. */
  readonly violatedOn: readonly string[];
  /** Designs to which the rule does not apply, with the reason: computed from its exemptions. */
  readonly notApplicable?: Readonly<Record<string, string>>;
  readonly history?: readonly Revision[];
  /** Set when the rule crosses a security boundary: host to guest, guest to guest, guest to a user of the host. */
  readonly securityBoundary?: boolean;
  /** Reference implementation to show beside the rule: `src/spec/model/protocol/perf/lbr-users.ts#lbrAdd`. */
  readonly model?: readonly string[];
  /** What the public record disputes about it: both sides, and what the model says. */
  readonly disputed?: string;
}

/** Everything that is known of one rule in one place; what is not about its text alone, each rule has to say. */
export interface RuleDossier extends RuleText {
  /**
   * Mutants of the contract that break the rule, by name; the first is the one that its cases are about. A rule that no
   * mutant breaks tests nothing.
   */
  readonly killedBy: readonly [string, ...string[]];
  /** What a trace of a real host shows of it, or why it shows nothing. */
  readonly inTrace: InTrace;
  /** Whether it crosses a security boundary: host to guest, guest to guest, guest to a user of the host. */
  readonly securityBoundary: boolean;
}

/**
 * A rule of the protocol world: its property is judged by search and walks over worlds of type `W`. The machine `M`
 * says which CPUs, threads and events exist, so that one property serves every instance.
 */
export interface ProtocolRule<W, M> extends RuleDossier {
  readonly world: 'protocol';
  property(machine: M): Property<W>;
}
