import { explore } from '../check/index.ts';
import { designByName } from '../designs/index.ts';
import { protocolModel } from '../model/protocol/index.ts';
import { instanceByName } from '../model/protocol/instances.ts';
import { protocolRules } from '../rules/index.ts';
/** The protocol settings of a design or mutant. Throws a RangeError where there is no such design. */
export function protocolSettings({ design, flips }) {
    const found = designByName(design);
    if (found === undefined)
        throw new RangeError(`there is no design ${design}`);
    return { ...found.protocol, ...flips };
}
/** Judges protocol rules on every reachable state of one instance. */
export function runSearch(job) {
    const { model, rules, properties } = judged(job);
    const found = explore(model, properties, { maxStates: job.maxStates });
    return {
        kind: 'exhaustive',
        instance: job.instance,
        states: found.states,
        depth: found.depth,
        complete: found.end === 'complete',
        runs: 0,
        findings: findingsOf(rules, found.properties),
    };
}
/** The model of a job, the rules that it judges, and their properties for that model. */
export function judged(job) {
    const instance = instanceByName(job.instance);
    if (instance === undefined)
        throw new RangeError(`there is no instance ${job.instance}`);
    const model = protocolModel(protocolSettings(job.subject), instance);
    const rules = protocolRules.filter((rule) => job.rules.includes(rule.id));
    return { model, rules, properties: rules.map((rule) => rule.property(model.machine)) };
}
export function findingsOf(rules, results) {
    return rules.map((rule, index) => {
        const { witnesses, violation } = results[index];
        return {
            rule: rule.id,
            witnesses,
            ...(violation && { violation: violation.steps.map(({ name, args }) => ({ op: name, args })) }),
        };
    });
}
