import { hex, type Host, type Session } from '../model/register/index.ts';
import type { LbrRegisterRule } from '../rules/kit/register/rule.ts';
import { FORMAT } from '../scenario/parse.ts';
import type { Scenario, ScenarioStep } from '../scenario/types.ts';
import type { RegisterDesign } from './register-design.ts';

/** What one run did, as a document that `replay` takes. */
export function counterexampleOf(
  rule: LbrRegisterRule,
  design: RegisterDesign,
  run: { readonly host: Partial<Host>; readonly session: Session | undefined },
): Scenario {
  const steps = run.session?.steps.map(({ op, args }): ScenarioStep => ({ op, ...jsonOf(args) })) ?? [];
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
function jsonOf(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, jsonValue(name, value)]));
}

function jsonValue(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return hex(value);
  if (typeof value === 'number' && ['msr', 'from', 'to', 'info'].includes(name)) return hex(value);
  return typeof value === 'object' && value !== null ? jsonOf(value) : value;
}
