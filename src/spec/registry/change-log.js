/** Every change there ever was, the newest first. */
export function changeLog(registry, rules) {
    const byId = new Map(rules.map((rule) => [rule.id, rule]));
    return registry.rules
        .flatMap((entry) => changesOf(entry, byId.get(entry.id)))
        .toSorted((a, b) => b.date.localeCompare(a.date) || a.id.localeCompare(b.id, 'en', { numeric: true }) || b.revision - a.revision);
}
function changesOf(entry, rule) {
    const { id, retired, revisions } = entry;
    if (retired !== undefined) {
        const { date, reason, replacedBy, title, statement } = retired;
        return [{ id, kind: 'retired', revision: revisions.length, date, title, reason, before: statement, replacedBy }];
    }
    if (rule === undefined)
        return [];
    const { title, history = [] } = rule;
    // The sentence of revision n is what revision n + 1 replaced, or the one of today.
    const sentence = (revision) => history.find((change) => change.revision === revision + 1)?.before ?? rule.statement;
    const first = {
        id,
        kind: 'new',
        revision: 1,
        date: revisions[0].date,
        title,
        reason: 'first published',
        after: sentence(1),
    };
    const revised = history.map(({ revision, date, reason, before }) => ({
        id,
        kind: 'revised',
        revision,
        date,
        title,
        reason,
        ...(before !== undefined && { before }),
        after: sentence(revision),
    }));
    return [first, ...revised];
}
