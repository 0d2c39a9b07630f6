/** A scenario of the protocol world, replayed and put into words. */
import { replay } from '../../check/index.ts';
import { protocolModel } from '../../model/protocol/index.ts';
import { instanceByName } from '../../model/protocol/instances.ts';
import { ruleById } from '../../rules/index.ts';
import { protocolSettings } from '../protocol-job.ts';
import { actionText } from './actions.ts';
import { changesOf } from './changes.ts';
import { seenChanges } from './seen.ts';
import { executorsOf, snapshotOf } from './snapshot.ts';
/**
 * Replays a protocol scenario and describes every step. Throws a RangeError for an unknown design or instance and a
 * ReplayError for a step that the model does not have or cannot take.
 */
export function describeRun(scenario) {
    const instance = instanceByName(scenario.instance ?? '');
    if (instance === undefined)
        throw new RangeError(`there is no instance "${scenario.instance ?? ''}"`);
    const flips = scenario.switches === undefined ? {} : { flips: scenario.switches };
    const model = protocolModel(protocolSettings({ design: scenario.design, ...flips }), instance);
    const { machine: m } = model;
    const steps = [];
    const named = scenario.steps.map(({ op, ...args }) => ({ op, args: args }));
    replay(model, named, {
        onStep: (_index, before, action, after) => {
            const text = actionText(action.name);
            const cpu = cpuOf(m, before, action.args);
            steps.push({
                op: action.name,
                args: action.args,
                lane: text.lane,
                actor: text.actor(action.args),
                label: text.label,
                ...(cpu >= 0 && { cpu }),
                changes: [...seenChanges(m, after.seen), ...changesOf(m, model.layout, before, after)],
                cpus: snapshots(m, after),
            });
        },
    });
    const rule = scenario.violates === undefined ? undefined : ruleById(scenario.violates);
    return {
        format: 'lbr-run/1',
        scenario,
        instance: instance.title,
        executors: [...executorsOf(m).values()],
        initial: snapshots(m, model.createDraft()),
        steps,
        ...(rule && { violation: { rule: rule.id, step: steps.length - 1, sentence: `This breaks: ${rule.statement}` } }),
    };
}
const snapshots = (m, w) => w.cpus.map((_, cpu) => snapshotOf(m, w, cpu));
/** pCPU on which a step happens, -1 where it has none. */
function cpuOf(m, w, args) {
    if (args.cpu !== undefined)
        return Number(args.cpu);
    if (args.event !== undefined)
        return m.events.find(({ name }) => name === args.event)?.cpu ?? -1;
    const task = m.instance.tasks.findIndex(({ name }) => name === (args.task ?? args.vcpu)) + 1;
    return w.cpus.findIndex(({ current }) => task > 0 && current === task);
}
