import { replay } from '../spec/check/index.ts';
import type { ActionArgs } from '../spec/kit/model.ts';
import { instanceNamed, instances } from '../spec/model/protocol/instances.ts';
import { protocolModel } from '../spec/model/protocol/index.ts';
import { describeRun } from '../spec/scenario/describe/index.ts';
import type { Scenario } from '../spec/scenario/types.ts';
import { protocolSettings } from '../spec/verify/settings.ts';
import { subjectOf } from './find.ts';
import type { Answer, Choice } from './messages.ts';

/** Replays a scenario and lists what can come next. Throws for a scenario that does not replay. */
export function replayScenario(scenario: Scenario): Extract<Answer, { kind: 'replayed' }> {
  const { host, steps, switches = {} } = scenario;
  const subject = subjectOf(scenario.design, switches);
  const registerWorld = scenario.instance === undefined && (host !== undefined || steps.length > 0);
  if (registerWorld) return { kind: 'replayed', run: describeRun(scenario), choices: [] };
  // A scenario that is just begun names no instance; the first one is as good as any.
  const instance = instanceNamed(scenario.instance ?? instances[0].name);
  const run = describeRun({ ...scenario, instance: instance.name });
  const model = protocolModel(protocolSettings(subject), instance);
  const named = steps.map(({ op, ...args }) => ({ op, args: args as ActionArgs }));
  const { world } = replay(model, named);
  const choices = model.actions.map((action): Choice => {
    const { name: op, args } = action;
    if (action.enabled(world)) return { op, args, enabled: true };
    const reason = action.blockedBy?.(world);
    return { op, args, enabled: false, ...(reason === undefined ? {} : { blockedBy: reason }) };
  });
  return { kind: 'replayed', run, choices };
}
