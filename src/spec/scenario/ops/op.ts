import type { Outcome, Session } from '../../model/register/index.ts';
import { parseFields, type Fields, type ValuesOf } from '../field.ts';

/** One operation of the register world: `actor.verb`, its fields, and what it does. */
export interface RegisterOp {
  readonly about: string;
  readonly fields: Fields;
  /** False for what happens before or beside the vCPU, so that no default CPUID is set for it. */
  readonly usesVcpu: boolean;
  /** Reads the fields of a step. Throws a ScenarioError. The answer does the operation once. */
  prepare(step: unknown, path: string): (session: Session) => Outcome;
}

export function op<F extends Fields>(
  about: string,
  fields: F,
  perform: (session: Session, args: ValuesOf<F>) => Outcome,
  usesVcpu = true,
): RegisterOp {
  return {
    about,
    fields,
    usesVcpu,
    prepare(step, path) {
      const args = parseFields(fields, step, path, ['op']);
      return (session) => perform(session, args);
    },
  };
}
