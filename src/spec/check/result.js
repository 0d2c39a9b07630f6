/** `bound reached: 1,000 states`, or what else there is to say about the end of a search. */
export function describeEnd({ end, states, depth }) {
    const count = `${states.toLocaleString('en-US')} states`;
    switch (end) {
        case 'complete':
            return `all ${count}`;
        case 'states':
            return `bound reached: ${count}`;
        case 'memory':
            return `memory bound reached: ${count}`;
        case 'depth':
            return `depth bound reached: ${count} up to ${depth} steps`;
        case 'cancelled':
            return `cancelled after ${count}`;
    }
}
