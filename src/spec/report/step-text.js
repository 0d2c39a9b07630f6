/** A step in one line: `guest.wrmsr msr=0x1d9 value=0x1`. */
export function stepText(step) {
    const { op, ...args } = step;
    return [op, ...Object.entries(args).map(([name, value]) => `${name}=${plain(value)}`)].join(' ');
}
function plain(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}
