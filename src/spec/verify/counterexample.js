import { hex } from '../model/register/index.ts';
import { FORMAT } from '../scenario/parse.ts';
/** What one run did, as a document that `replay` takes. */
export function counterexampleOf(rule, design, run) {
    const steps = run.session?.steps.map(({ op, args }) => ({ op, ...jsonOf(args) })) ?? [];
    return {
        format: FORMAT,
        design: design.name,
        ...(design.switches && { switches: design.switches }),
        ...(Object.keys(run.host).length > 0 && { host: jsonOf(run.host) }),
        title: rule.title,
        violates: rule.id,
        steps,
    };
}
/** 64-bit values and MSR indices as hexadecimal text. */
function jsonOf(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, jsonValue(name, value)]));
}
function jsonValue(name, value) {
    if (typeof value === 'bigint')
        return hex(value);
    if (typeof value === 'number' && ['msr', 'from', 'to', 'info'].includes(name))
        return hex(value);
    return typeof value === 'object' && value !== null ? jsonOf(value) : value;
}
