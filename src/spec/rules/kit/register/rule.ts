import type { OnHardware, RegisterProperty, RegisterRule } from '../../../kit/register-rule.ts';
import { ruleId, type RuleDossier } from '../../../kit/rule.ts';
import type { Host, Session } from '../../../model/register/index.ts';
import { declaredInRegister, type Declared } from '../declared.ts';
import type { RegisterExemption } from './exemptions.ts';

export interface LbrRegisterRule extends RegisterRule<Session, Partial<Host>> {
  readonly exempt: readonly RegisterExemption[];
}

/** Written down in a chapter; `revision` is 1 and `id` plain text where they are not given. */
type Written<Case> = Omit<RuleDossier, 'id' | 'revision' | keyof Declared> & {
  readonly id: string;
  readonly revision?: number;
  /** Designs to which the rule does not apply, by what they do. */
  readonly exempt?: readonly RegisterExemption[];
  readonly onHardware: OnHardware;
  readonly property: RegisterProperty<Session, Partial<Host>, Case>;
};

/** A rule of the register world; `property` keeps the type of its cases to itself. Throws a RangeError where the ID is none. */
export function registerRule<Case>({ exempt = [], ...written }: Written<Case>): LbrRegisterRule {
  const id = ruleId(written.id);
  return { revision: 1, ...written, ...declaredInRegister(id, exempt), exempt, id, world: 'register' };
}
