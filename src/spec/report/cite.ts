import type { RuleText } from '../kit/rule.ts';
import { asciiPunctuation } from './ascii.ts';
import { permalink } from '../registry/permalink.ts';
import { wrap } from '../kit/wrap.ts';

/**
 * - `plain`: for a mail or a bug report, at most 75 columns;
 * - `quote`: the same with `> ` before each line, 75 columns with it;
 * - `trailer`: one line for a commit message, in the manner of `Fixes:`;
 * - `markdown`: a block quote, with a link where there is an address.
 */
export type CiteForm = 'plain' | 'quote' | 'trailer' | 'markdown';

export const citeForms: readonly CiteForm[] = ['plain', 'quote', 'trailer', 'markdown'];

export type Citable = Pick<RuleText, 'id' | 'revision' | 'title' | 'statement'>;

export interface CiteContext {
  /** Version of the contract. */
  readonly version: string;
  /** Where the contract is published; without it the text has no link. */
  readonly site?: string | undefined;
}

const COLUMNS = 75;

/** The text that the cite button and `lbr-contract cite` copy: no line break at its end. */
export function cite(rule: Citable, form: CiteForm, { version, site }: CiteContext): string {
  const link = site === undefined ? undefined : permalink(rule.id, site);
  switch (form) {
    case 'plain':
      return plain(rule, version, link, COLUMNS).join('\n');
    case 'quote':
      return plain(rule, version, link, COLUMNS - 2)
        .map((line) => `> ${line}`)
        .join('\n');
    case 'trailer':
      // Trailers are not wrapped, so that tools can read them.
      return `Contract: ${rule.id} r${rule.revision} ("${plainText(rule.title)}")`;
    case 'markdown':
      return `> **${link === undefined ? rule.id : `[${rule.id}](${link})`}** r${rule.revision}: ${oneLine(rule.statement)}\n>\n> LBR Contract ${version}`;
  }
}

function plain(rule: Citable, version: string, link: string | undefined, columns: number): string[] {
  return [
    `${rule.id} r${rule.revision}, LBR Contract ${version}:`,
    ...wrap(`"${plainText(rule.statement)}"`, columns, '  '),
    ...(link === undefined ? [] : [link]),
  ];
}

/** Backticks mark code and brackets link rules on the site; a mail does without, and without typographic quotes. */
export function plainText(text: string): string {
  return asciiPunctuation(
    oneLine(text)
      .replaceAll('`', '')
      .replace(/\[(LBR-[A-Z]+-\d+)\]/g, '$1'),
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
