import type { OnHardware, RegisterProperty, RegisterRule, Start } from '../../../kit/register-rule.ts';
import { ruleId, type RuleDossier } from '../../../kit/rule.ts';
import type { Host, Session } from '../../../model/register/index.ts';

export type LbrRegisterRule = RegisterRule<Session, Partial<Host>>;

/** Starts a fresh vCPU on a host under the design that is judged. */
export type StartVcpu = Start<Session, Partial<Host>>;

type Text = Omit<RuleDossier, 'id' | 'revision'> & { readonly id: string; readonly revision?: number };

/** Writes a rule down; `property` keeps the type of its cases to itself. */
export function rule<Case>(
  text: Text & { readonly onHardware: OnHardware; readonly property: RegisterProperty<Session, Partial<Host>, Case> },
): LbrRegisterRule {
  return { ...text, id: ruleId(text.id), revision: text.revision ?? 1, world: 'register' };
}
