import { nearest } from '../../spec/kit/nearest.ts';
import { mentionsIn, type Mention } from './citations.ts';
import { linesOf } from './lines.ts';

/** What is known of a published rule. */
export interface KnownRule {
  readonly id: string;
  readonly revision: number;
  /** The first revision that means what the current one means: those after it are editorial. */
  readonly since?: number;
  /** Its sentence in each revision, oldest first, as a citation writes it; unknown ones are undefined. */
  readonly sentences?: readonly (string | undefined)[];
  /** Set for a retired rule; may be empty. */
  readonly replacedBy?: readonly string[];
}

export interface LintProblem {
  readonly line: number;
  readonly kind: 'unknown' | 'retired' | 'outdated';
  readonly message: string;
}

interface LintResult {
  readonly findings: readonly LintProblem[];
  /** IDs of the known rules that are mentioned, each once, in the order of the text. */
  readonly cited: readonly string[];
}

/** Holds the rule IDs of a patch, mbox or commit message against the published rules. */
export function lint(text: string, rules: readonly KnownRule[]): LintResult {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const mentions = mentionsIn(linesOf(text));
  return {
    findings: mentions.flatMap((mention) => judge(mention, known) ?? []),
    cited: [...new Set(mentions.map((mention) => idOf(mention, known)).filter((id) => known.has(id)))],
  };
}

/** `lbr-own-3` is meant as LBR-OWN-3. */
function idOf({ text }: Mention, known: ReadonlyMap<string, KnownRule>): string {
  return known.has(text.toUpperCase()) ? text.toUpperCase() : text;
}

function judge(mention: Mention, known: ReadonlyMap<string, KnownRule>): LintProblem | undefined {
  const { line, revision } = mention;
  const id = idOf(mention, known);
  const rule = known.get(id);
  if (rule === undefined) return { line, kind: 'unknown', message: unknown(id, [...known.keys()]) };
  if (rule.replacedBy !== undefined) {
    const by = rule.replacedBy.length > 0 ? `, replaced by ${rule.replacedBy.join(', ')}` : '';
    return { line, kind: 'retired', message: `${id} is retired${by}` };
  }
  if (revision !== undefined && revision > rule.revision) {
    return { line, kind: 'unknown', message: `${id} has no r${revision}; did you mean r${rule.revision}?` };
  }
  const since = rule.since ?? rule.revision;
  if (revision !== undefined && revision < since) {
    return { line, kind: 'outdated', message: `${id} r${revision} is outdated, r${rule.revision} is current` };
  }
  const quoted = quotedRevision(mention, rule);
  return quoted === undefined || quoted >= since
    ? undefined
    : { line, kind: 'outdated', message: `${id} is quoted as of r${quoted}, r${rule.revision} is current` };
}

/** The revision whose sentence is quoted, or undefined where none is: a reviewer quotes parts, too. */
function quotedRevision({ quote }: Mention, { sentences = [] }: KnownRule): number | undefined {
  if (quote === undefined) return undefined;
  const index = sentences.findLastIndex((sentence) => sentence !== undefined && quote.startsWith(`${sentence}"`));
  return index === -1 ? undefined : index + 1;
}

function unknown(id: string, ids: readonly string[]): string {
  const hint = nearest(id, ids);
  return `unknown rule ${id}${hint === undefined ? '' : `; did you mean ${hint}?`}`;
}
