import { nearest } from '../did-you-mean.ts';
import { mentionsIn } from './citations.ts';
import { linesOf } from './lines.ts';
/** Holds the rule IDs of a patch, mbox or commit message against the published rules. */
export function lint(text, rules) {
    const known = new Map(rules.map((rule) => [rule.id, rule]));
    const mentions = mentionsIn(linesOf(text));
    return {
        findings: mentions.flatMap((mention) => judge(mention, known) ?? []),
        cited: [...new Set(mentions.map((mention) => mention.text).filter((id) => known.has(id)))],
    };
}
function judge({ line, text: id, revision }, known) {
    const rule = known.get(id);
    if (rule === undefined)
        return { line, kind: 'unknown', message: unknown(id, [...known.keys()]) };
    if (rule.replacedBy !== undefined) {
        const by = rule.replacedBy.length > 0 ? `, replaced by ${rule.replacedBy.join(', ')}` : '';
        return { line, kind: 'retired', message: `${id} is retired${by}` };
    }
    if (revision === undefined || revision === rule.revision)
        return undefined;
    return revision < rule.revision
        ? { line, kind: 'outdated', message: `${id} r${revision} is outdated, r${rule.revision} is current` }
        : { line, kind: 'unknown', message: `${id} has no r${revision}; did you mean r${rule.revision}?` };
}
function unknown(id, ids) {
    const hint = nearest(id, ids);
    return `unknown rule ${id}${hint === undefined ? '' : `; did you mean ${hint}?`}`;
}
