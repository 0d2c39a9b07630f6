/** The sign and the word of a verdict. Shape and word say the same as the colour. */
export const verdictWords = {
    holds: { sign: '✓', word: 'holds', short: 'holds' },
    violated: { sign: '✕', word: 'violated', short: 'violated' },
    'not-applicable': { sign: '–', word: 'not applicable', short: 'n/a' },
    'not-established': { sign: '?', word: 'not established', short: 'open' },
};
