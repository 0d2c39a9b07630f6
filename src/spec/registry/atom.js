import { permalink } from '../report/permalink.ts';
import { element, escapeXml } from '../report/xml.ts';
/** The change log as an Atom feed (RFC 4287). `site` is the address of the site; changes come newest first. */
export function changeLogAtom(changes, site) {
    const home = site.replace(/\/+$/, '');
    const feed = element('feed', { xmlns: 'http://www.w3.org/2005/Atom' }, [
        text('title', 'LBR Contract: changes of rules'),
        text('id', `${home}/changes/`),
        `\n  ${element('link', { rel: 'alternate', href: `${home}/changes/` })}`,
        `\n  ${element('link', { rel: 'self', href: `${home}/changes.atom` })}`,
        text('updated', timestamp(changes[0]?.date ?? '1970-01-01')),
        `\n  ${element('author', {}, ['<name>LBR Contract</name>'])}`,
        ...changes.map((change) => entry(change, home)),
        '\n',
    ]);
    return `<?xml version="1.0" encoding="utf-8"?>\n${feed}\n`;
}
function entry(change, site) {
    const link = permalink(change.id, site);
    const children = [
        text('title', `${change.id} r${change.revision} ${change.kind}: ${change.title}`),
        // A revision and a retirement of one rule are two entries for ever.
        text('id', `${link}#${change.kind}-${change.revision}`),
        `\n  ${element('link', { rel: 'alternate', href: link })}`,
        text('updated', timestamp(change.date)),
        text('content', content(change)),
        '\n',
    ];
    return `\n${element('entry', {}, children)}`;
}
function content({ reason, before, after, replacedBy }) {
    const lines = [`Why: ${reason}`];
    if (before !== undefined)
        lines.push(`Before: ${before}`);
    if (after !== undefined)
        lines.push(`After: ${after}`);
    if (replacedBy !== undefined && replacedBy.length > 0)
        lines.push(`Replaced by: ${replacedBy.join(', ')}`);
    return lines.join('\n');
}
function text(name, value) {
    return `\n  ${element(name, {}, [escapeXml(value)])}`;
}
function timestamp(date) {
    return `${date}T00:00:00Z`;
}
