import { JudgedRun } from './judged-run.ts';
/**
 * A violation of the same property, at most as long: steps are dropped, in pieces from half of the run down to single
 * steps, what is not enabled any more is skipped, and the run ends where the property is first violated. Undefined when
 * the given run does not violate the property.
 */
export function shrink(model, layout, property, { initial, steps }) {
    const run = new JudgedRun(model, layout, [property], false);
    const [finding] = run.findings;
    const attempt = (actions) => {
        run.reopen();
        const taken = run.play(initial, actions);
        return finding.violatedAt === undefined ? undefined : taken;
    };
    let best = attempt(steps);
    if (best === undefined)
        return undefined;
    for (let size = Math.ceil(best.length / 2); size >= 1;) {
        const before = best.length;
        for (let start = best.length - size; start >= 0; start -= size) {
            const shorter = attempt([...best.slice(0, start), ...best.slice(start + size)]);
            if (shorter !== undefined && shorter.length < best.length) {
                best = shorter;
                start = Math.min(start, best.length);
            }
        }
        if (size > 1)
            size = Math.floor(size / 2);
        else if (best.length === before)
            break;
    }
    attempt(best);
    return run.violationOf(finding, initial, best);
}
