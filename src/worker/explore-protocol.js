import { describeEnd, exploreInSlices } from '@spec/check/index.ts';
import { instances } from '@spec/model/protocol/instances.ts';
import { protocolModel } from '@spec/model/protocol/index.ts';
import { describeProtocol } from '@spec/scenario/describe/protocol.ts';
/** Explores instance by instance, all rules at once; a violation is told when it is found, the rest at the end. */
export function* exploreProtocol(request, design, rules) {
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    const standings = rules.map((rule) => ({ rule, states: 0, witnesses: 0, open: false }));
    const chosen = instances.filter(({ name }) => request.instances.length === 0 || request.instances.includes(name));
    if (chosen.length === 0)
        throw new RangeError(`there is no instance "${request.instances.join(', ')}"`);
    for (const instance of chosen) {
        const left = standings.filter(({ counterexample }) => counterexample === undefined);
        if (left.length === 0)
            break;
        const exploration = yield* exploreInstance(request, design, instance, left);
        for (const [index, standing] of left.entries()) {
            const violated = addResult(standing, exploration, exploration.properties[index], design, instance);
            if (violated !== undefined)
                yield { ...violated, seconds: seconds() };
        }
    }
    for (const { rule, states, witnesses, open, counterexample } of standings) {
        if (counterexample !== undefined)
            continue;
        const established = !open && witnesses > 0;
        yield {
            kind: 'verdict',
            rule: rule.id,
            verdict: established ? 'holds' : 'not-established',
            summary: witnesses === 0 ? 'its precondition was never met here' : summary(states, chosen.length, open),
            seconds: seconds(),
        };
    }
}
function* exploreInstance({ maxStates }, design, instance, standings) {
    const model = protocolModel(design.protocol, instance);
    const properties = standings.map(({ rule }) => rule.property(model.machine));
    // A page's policy refuses code from strings, so packing is done by closures.
    const slices = exploreInSlices(model, properties, { maxStates, code: 'closures' });
    for (;;) {
        const slice = slices.next();
        if (slice.done)
            return slice.value;
        const { states, statesPerSecond, frontier, depth } = slice.value;
        yield { kind: 'progress', what: `Instance ${instance.name}`, states, statesPerSecond, frontier, depth, runs: 0 };
    }
}
/** Adds what one instance says; answers the verdict where it is a violation. */
function addResult(standing, exploration, result, design, instance) {
    if (result === undefined)
        return undefined;
    standing.states += exploration.states;
    standing.witnesses += result.witnesses;
    if (result.verdict === 'undecided')
        standing.open = true;
    if (result.violation === undefined)
        return undefined;
    const { id } = standing.rule;
    const { steps } = result.violation;
    const scenario = {
        format: 'lbr-scenario/1',
        design: design.name,
        ...(Object.keys(design.flips).length === 0 ? {} : { switches: design.flips }),
        instance: instance.name,
        violates: id,
        steps: steps.map(({ name, args }) => ({ ...args, op: name })),
    };
    const run = describeProtocol(scenario, design.protocol, instance);
    const violation = { rule: id, step: steps.length - 1, sentence: standing.rule.title };
    standing.counterexample = { ...run, violation };
    return {
        kind: 'verdict',
        rule: id,
        verdict: 'violated',
        summary: `${steps.length} steps, ${describeEnd(exploration)} of ${instance.title}`,
        counterexample: standing.counterexample,
    };
}
function summary(states, count, open) {
    const number = states.toLocaleString('en-US');
    return open
        ? `bound reached: ${number} states`
        : `all ${number} states of ${count} ${count === 1 ? 'instance' : 'instances'}`;
}
