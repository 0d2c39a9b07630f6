import { asciiPunctuation } from '../ascii.ts';
import { wrap } from '../../kit/wrap.ts';

const COLUMNS = 80;

/**
 * Prose as reStructuredText: `code` becomes ``code``, a rule in brackets a reference to its section, and what would be
 * markup without being meant as such is escaped.
 */
function rstText(prose: string): string {
  return asciiPunctuation(prose)
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(`[^`]+`|\[LBR-[A-Z]+-\d+\])/)
    .map((part, index) =>
      index % 2 === 0 ? escapeRst(part) : part.startsWith('[') ? `${part.slice(1, -1)}_` : `\`${part}\``,
    )
    .join('');
}

function escapeRst(text: string): string {
  return text.replace(/[\\*`|]|_(?!\w)/g, '\\$&');
}

/** A paragraph, or a list item where `first` is its bullet. */
export function paragraph(prose: string, first = '', rest = ' '.repeat(first.length)): string {
  return wrap(rstText(prose), COLUMNS, first, rest).join('\n');
}

/** A title with its underline; a document title has an overline too. */
export function heading(title: string, mark: string, overline = false): string {
  const text = rstText(title);
  const line = mark.repeat(text.length);
  return overline ? `${line}\n${text}\n${line}` : `${text}\n${line}`;
}
