import { designByName } from '../../designs/index.ts';
import { instances } from '../../model/protocol/instances.ts';
import { createMachine } from '../../model/protocol/machine.ts';
import { allRules } from '../../rules/index.ts';
import { ScenarioError } from '../problem.ts';
import { describeProtocol } from './protocol.ts';
import { describeRegister } from './register.ts';
/**
 * Replays a scenario of either world and tells what each step did, as plain data. A scenario with an instance is one of
 * the protocol world. Throws a ScenarioError or a ReplayError for one that does not replay.
 */
export function describeRun(scenario) {
    const run = scenario.instance === undefined ? describeRegister(scenario) : describeInInstance(scenario);
    const violation = violationOf(scenario);
    return violation === undefined ? run : { ...run, violation };
}
function describeInInstance(scenario) {
    const design = designByName(scenario.design);
    if (design === undefined)
        throw new ScenarioError('$.design', `there is no design "${scenario.design}"`);
    return describeProtocol(scenario, { ...design.protocol, ...scenario.switches }, instanceOf(scenario));
}
function instanceOf({ instance }) {
    const found = instances.find(({ name }) => name === instance);
    if (found === undefined)
        throw new ScenarioError('$.instance', `there is no instance "${instance ?? ''}"`);
    return found;
}
/** What the last step of a counterexample does to its rule. */
function violationOf(scenario) {
    const rule = allRules.find(({ id }) => id === scenario.violates);
    if (rule === undefined)
        return undefined;
    const design = designByName(scenario.design);
    const kind = rule.world === 'protocol' && design !== undefined && scenario.instance !== undefined
        ? rule.property(createMachine({ ...design.protocol, ...scenario.switches }, instanceOf(scenario))).kind
        : 'cases';
    return { rule: rule.id, step: scenario.steps.length - 1, sentence: SENTENCES[kind] };
}
const SENTENCES = {
    state: 'The state after this step is one that the rule forbids.',
    step: 'This step is one that the rule forbids.',
    response: 'What the rule asks for does not come after this.',
    cases: 'The answer differs from the one that the rule asks for.',
};
