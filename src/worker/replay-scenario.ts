import { replay } from '../spec/check/index.ts';
import type { ActionArgs } from '../spec/kit/model.ts';
import { instances } from '../spec/model/protocol/instances.ts';
import { protocolModel } from '../spec/model/protocol/index.ts';
import { describeRun } from '../spec/scenario/describe/index.ts';
import { instanceAt } from '../spec/scenario/instance-at.ts';
import { withoutShortForms } from '../spec/scenario/protocol-run.ts';
import type { Scenario } from '../spec/scenario/types.ts';
import { protocolSettings } from '../spec/verify/settings.ts';
import { subjectOf } from './find.ts';
import type { Answer, Choice } from './messages.ts';

/** Replays a scenario and lists what can come next. Throws for a scenario that does not replay. */
export function replayScenario(given: Scenario): Extract<Answer, { kind: 'replayed' }> {
  const scenario = withoutShortForms(given);
  const { host, steps, switches = {} } = scenario;
  const subject = subjectOf(scenario.design, switches);
  const registerWorld = scenario.instance === undefined && (host !== undefined || steps.length > 0);
  if (registerWorld) return { kind: 'replayed', run: describeRun(scenario), choices: [] };
  // A scenario that is just begun names no instance; the first one is as good as any.
  const complete = { ...scenario, instance: scenario.instance ?? instances[0].name };
  const run = describeRun(complete);
  const model = protocolModel(protocolSettings(subject), instanceAt(complete));
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
