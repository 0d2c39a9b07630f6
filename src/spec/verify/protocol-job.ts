import { explore, type PropertyResult } from '../check/index.ts';
import { protocolModel, type World } from '../model/protocol/index.ts';
import { instanceNamed } from '../model/protocol/instances.ts';
import { protocolRules } from '../rules/index.ts';
import type { LbrProtocolRule } from '../rules/kit/protocol/rule.ts';
import { protocolSettings } from './settings.ts';
import type { ExhaustiveJob, InstanceFinding, ProtocolResult, WalkJob } from './job.ts';

/** Judges protocol rules on every reachable state of one instance. */
export function runSearch(job: ExhaustiveJob): ProtocolResult {
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
export function judged(job: ExhaustiveJob | WalkJob) {
  const model = protocolModel(protocolSettings(job.subject), instanceNamed(job.instance));
  const rules = protocolRules.filter((rule) => job.rules.includes(rule.id));
  return { model, rules, properties: rules.map((rule) => rule.property(model.machine)) };
}

export function findingsOf(
  rules: readonly LbrProtocolRule[],
  results: readonly PropertyResult<World>[],
): InstanceFinding[] {
  return rules.map((rule, index): InstanceFinding => {
    const { witnesses, violation } = results[index];
    return {
      rule: rule.id,
      witnesses,
      ...(violation && { violation: violation.steps.map(({ name, args }) => ({ op: name, args })) }),
    };
  });
}
