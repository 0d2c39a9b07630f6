import { hex, type Session } from '../model/register/index.ts';
import type { ScenarioStep } from '../scenario/types.ts';

/** A step that a session logged, as a scenario has it. */
export const stepToJson = ({ op, args }: Session['steps'][number]): ScenarioStep => ({ op, ...fieldsToJson(args) });

/** 64-bit values and MSR indices as hexadecimal text. */
export function fieldsToJson(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, jsonValue(name, value)]));
}

function jsonValue(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return hex(value);
  if (typeof value === 'number' && ['msr', 'from', 'to', 'info'].includes(name)) return hex(value);
  return typeof value === 'object' && value !== null ? fieldsToJson(value) : value;
}
