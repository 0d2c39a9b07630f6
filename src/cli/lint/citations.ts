import type { Line } from './line.ts';

/** A rule ID in a text, with the revision where one stands beside it: `LBR-OWN-3 r2`, `LBR-OWN-3 (rev 2)`. */
export interface Mention {
  readonly line: number;
  /** As it is written. */
  readonly text: string;
  readonly revision?: number;
  /** What follows in quotation marks after a colon, its line breaks and quote marks taken out: maybe the sentence. */
  readonly quote?: string;
}

/** `*` and `_` around an ID are emphasis; a Markdown citation has its link between ID and revision. */
const MENTION =
  /(?<![A-Za-z0-9-])LBR-[A-Za-z]{2,6}-\d+(?![A-Za-z0-9]|-\w|\.\d)(?:\]\([^)\s]*\))?\*{0,2}(?:,?\s?\(?r(?:ev(?:ision)?\.?\s?)?(\d+)\b\)?)?/gi;

/** A line of a quoted mail, its marks taken out. */
const unquoted = (text: string): string => text.replace(/^[>\s]+/, '');

/** How many lines a quoted sentence can have. */
const LONGEST_QUOTE = 12;

/** Every mention, in the order of the text. Capitals are not asked for. */
export function mentionsIn(lines: readonly Line[]): Mention[] {
  return lines.flatMap(({ number, text }, index) => {
    const next = lines[index + 1]?.text;
    // A mailer breaks a line at a hyphen; the mention is of the line that it begins in.
    const broken = next !== undefined && /LBR-(?:[A-Za-z]{2,6}-)?$/i.test(text.trimEnd());
    const whole = broken ? text.trimEnd() + (/^\S+/.exec(unquoted(next))?.[0] ?? '') : text;
    return [...whole.matchAll(MENTION)].map((match): Mention => {
      const [written, revision] = match;
      const quote = quoteAfter(whole.slice(match.index + written.length), lines, index + 1);
      return {
        line: number,
        text: /^[\w-]+/.exec(written)?.[0] ?? written,
        ...(revision !== undefined && { revision: Number(revision) }),
        ...(quote !== undefined && { quote }),
      };
    });
  });
}

/** The quotation that begins after `: ` or after `, LBR Contract 0.1.0:` and a line break; up to where it may end. */
function quoteAfter(rest: string, lines: readonly Line[], from: number): string | undefined {
  if (!/^(?:, LBR Contract [^\s:]+)?:/.test(rest)) return undefined;
  const following = lines.slice(from, from + LONGEST_QUOTE).map(({ text }) => unquoted(text));
  const text = [rest.slice(rest.indexOf(':') + 1), ...following].join(' ').replace(/\s+/g, ' ').trim();
  return text.startsWith('"') ? text.slice(1) : undefined;
}
