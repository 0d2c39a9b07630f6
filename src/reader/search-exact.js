/** Entries with a key that is the query, then those with a key that begins with it, then those that contain it. */
export function findExact(entries, query) {
    const wanted = query.toLowerCase().replace(/\(\)$/, '');
    const ranked = entries.flatMap((entry) => {
        const ranks = (entry.keys ?? []).map((key) => rank(key, wanted)).filter((one) => one >= 0);
        return ranks.length === 0 ? [] : [{ entry, rank: Math.min(...ranks) }];
    });
    return ranked.sort((a, b) => a.rank - b.rank).map(({ entry }) => entry);
}
function rank(key, wanted) {
    if (key === wanted)
        return 0;
    if (key.startsWith(wanted))
        return 1;
    if (wanted.length >= 3 && key.includes(wanted))
        return 2;
    return -1;
}
