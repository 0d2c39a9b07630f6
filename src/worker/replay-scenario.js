import { replay } from '@spec/check/index.ts';
import { instances } from '@spec/model/protocol/instances.ts';
import { protocolModel } from '@spec/model/protocol/index.ts';
import { describeRun } from '@spec/scenario/describe/index.ts';
import { describeProtocol } from '@spec/scenario/describe/protocol.ts';
import { findDesign } from './find.ts';
/** Replays a scenario and lists what can come next. Throws for a scenario that does not replay. */
export function replayScenario(scenario) {
    const { host, steps, switches = {} } = scenario;
    // A scenario that is just begun names no instance; the first one is as good as any.
    const registerWorld = scenario.instance === undefined && (host !== undefined || steps.length > 0);
    if (registerWorld)
        return { kind: 'replayed', run: describeRun(scenario), choices: [] };
    const name = scenario.instance ?? instances[0]?.name;
    const instance = instances.find((one) => one.name === name);
    if (instance === undefined)
        throw new RangeError(`there is no instance "${name ?? ''}"`);
    const { protocol } = findDesign(scenario.design, switches);
    const run = describeProtocol({ ...scenario, instance: instance.name }, protocol, instance);
    const model = protocolModel(protocol, instance);
    const named = steps.map(({ op, ...args }) => ({ op, args: args }));
    const { world } = replay(model, named);
    const choices = model.actions.map((action) => {
        const { name: op, args } = action;
        if (action.enabled(world))
            return { op, args, enabled: true };
        const reason = action.blockedBy?.(world);
        return { op, args, enabled: false, ...(reason === undefined ? {} : { blockedBy: reason }) };
    });
    return { kind: 'replayed', run, choices };
}
