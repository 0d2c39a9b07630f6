/** The time stamp as the trace prints it: `512.442586`, or an integer of another clock. */
export function ticksText(event) {
    if (event.ticks < 0)
        return '';
    const digits = String(event.ticks);
    if (event.fraction === 0)
        return digits;
    const padded = digits.padStart(event.fraction + 1, '0');
    return `${padded.slice(0, -event.fraction)}.${padded.slice(-event.fraction)}`;
}
