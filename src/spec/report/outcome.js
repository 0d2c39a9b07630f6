export function outcomeOf(entry) {
    if (entry.verdict !== entry.expected)
        return 'fail';
    switch (entry.verdict) {
        case 'holds':
            return 'pass';
        case 'violated':
            return 'xfail';
        case 'not-applicable':
        case 'not-established':
            return 'skip';
    }
}
/** Why the outcome is what it is, in one line. */
export function explain(entry) {
    const reason = (entry.reason ?? entry.how?.summary ?? '').replace(/\s+/g, ' ').trim();
    const found = reason === '' ? entry.verdict : `${entry.verdict}: ${reason}`;
    return entry.verdict === entry.expected ? found : `declared ${entry.expected}, found ${found}`;
}
