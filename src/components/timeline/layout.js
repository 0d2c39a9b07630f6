/** Measures of the drawing, in SVG units. */
export const COLUMN = 34;
export const ROW = 24;
export const GAP = 14;
const LANES = [
    ['perf', 'host perf'],
    ['interrupt', 'IRQ and NMI'],
    ['kvm', 'KVM'],
    ['guest', 'guest'],
    ['host', 'host, VMM'],
];
/** Where everything of a run is drawn. */
export function layoutTimeline(run) {
    const rows = [];
    let y = GAP;
    const add = (row, height = ROW) => {
        rows.push(row);
        y += height;
    };
    for (const [lane, label] of LANES) {
        const steps = run.steps.flatMap((step, index) => (step.lane === lane ? [index] : []));
        if (lane !== 'host' || steps.length > 0)
            add({ kind: 'lane', y, label, steps });
    }
    for (const { cpu } of run.initial) {
        y += GAP;
        add({ kind: 'head', y, label: `CPU ${cpu}` }, ROW - 4);
        const history = [run.initial, ...run.steps.map((step) => step.cpus)].map((cpus) => cpus.find((one) => one.cpu === cpu));
        for (const row of hardwareRows(history.filter((one) => one !== undefined)))
            add({ ...row, y });
    }
    return {
        width: (run.steps.length + 1) * COLUMN,
        labels: 24 + Math.max(...rows.map(({ label }) => label.length)) * 6.6,
        height: y + GAP,
        rows,
    };
}
function hardwareRows(history) {
    const bits = [...new Set(history.flatMap((one) => one.debugctl))].sort();
    const depth = history[0]?.ring.length ?? 0;
    return [
        {
            kind: 'band',
            label: 'runs',
            segments: segments(history.map((one) => (one.mode === 'guest' ? `${one.running}, in guest` : one.running))),
        },
        { kind: 'bar', label: 'IRQs off', segments: set(history.map((one) => one.irqs === 'off')) },
        { kind: 'band', label: 'owner', segments: segments(history.map((one) => one.owner)) },
        ...bits.map((bit) => ({
            kind: 'bar',
            label: bit,
            segments: set(history.map((one) => one.debugctl.includes(bit))),
        })),
        { kind: 'band', label: 'LBR_SELECT', segments: segments(history.map((one) => one.select)) },
        ...Array.from({ length: depth }, (_, index) => ({
            kind: 'ring',
            label: index === 0 ? 'newest record' : `record ${index}`,
            segments: ringSegments(history, index),
        })),
    ];
}
function segments(values) {
    const found = [];
    values.forEach((value, column) => {
        const last = found.at(-1);
        if (last !== undefined && last.value === value)
            last.to = column;
        else
            found.push({ from: column, to: column, value });
    });
    return found;
}
const set = (values) => segments(values.map((value) => (value ? 'set' : ''))).filter(({ value }) => value !== '');
function ringSegments(history, index) {
    const tags = history.map((one) => one.ring[index] ?? null);
    const merged = segments(tags.map((tag) => (tag === null ? '' : `${tag.kind} ${tag.letter}`)));
    return merged
        .filter(({ value }) => value !== '')
        .map(({ from, to }) => ({ from, to, value: tags[from]?.letter ?? '', executor: tags[from]?.kind ?? '' }));
}
