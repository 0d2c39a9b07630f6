import type { Source } from '../kit/source.ts';

/** Symbols in lower case that are tables, not functions. */
const TABLES: ReadonlySet<string> = new Set(['msrs_to_save_base']);

/** A symbol as kernel documents write it: a function with parentheses. */
function symbolText(symbol: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(symbol) && !TABLES.has(symbol) ? `${symbol}()` : symbol;
}

/** A source as one line of prose. Code marks stay. */
export function sourceText(source: Source): string {
  const note = source.note === undefined ? '' : `: ${source.note}`;
  switch (source.kind) {
    case 'kernel':
      return `${symbolText(source.symbol)} in ${source.file}, ${source.version}, ${source.evidence}${note}`;
    case 'commit':
      return `commit ${source.hash} ("${source.subject}"), ${source.evidence}${note}`;
    case 'mail':
      return `${source.author}, ${source.date}, https://lore.kernel.org/all/${source.messageId}/, ${source.evidence}${note}`;
    case 'manual':
      return `${source.section}, ${source.evidence}${note}`;
  }
}
