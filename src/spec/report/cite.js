import { permalink } from './permalink.ts';
import { wrap } from './wrap.ts';
export const citeForms = ['plain', 'quote', 'trailer', 'markdown'];
const COLUMNS = 75;
/** The text that the cite button and `lbr-contract cite` copy: no line break at its end. */
export function cite(rule, form, { version, site }) {
    const link = permalink(rule.id, site);
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
            return `> **[${rule.id}](${link})** r${rule.revision}: ${oneLine(rule.statement)}\n>\n> LBR Contract ${version}`;
    }
}
function plain(rule, version, link, columns) {
    return [
        `${rule.id} r${rule.revision}, LBR Contract ${version}:`,
        ...wrap(`"${plainText(rule.statement)}"`, columns, '  '),
        link,
    ];
}
/** Backticks mark code for the site; a mail does without. */
export function plainText(text) {
    return oneLine(text).replaceAll('`', '');
}
function oneLine(text) {
    return text.replace(/\s+/g, ' ').trim();
}
