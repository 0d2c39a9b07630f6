import type { RuleText } from '../kit/rule.ts';
import { archLbr } from './arch-lbr.ts';
import { capability } from './capability.ts';
import { contextSwitch } from './context-switch.ts';
import { debugctl } from './debugctl.ts';
import { entryExit } from './entry-exit.ts';
import { freeze } from './freeze.ts';
import { isolation } from './isolation.ts';
import { liveness } from './liveness.ts';
import { mediated } from './mediated.ts';
import { migration } from './migration.ts';
import { msrAccess } from './msr-access.ts';
import { nested } from './nested.ts';
import { ownership } from './ownership.ts';
import type { LbrProtocolRule } from './kit/protocol/rule.ts';
import type { LbrRegisterRule } from './kit/register/rule.ts';
import { reset } from './reset.ts';

/** A rule of either world. */
export type LbrRule = LbrProtocolRule | LbrRegisterRule;

/** A chapter: one page, one file of rules, one file of tests, all named `slug`. */
export interface Chapter {
  readonly slug: string;
  /** The middle part of its rule IDs. */
  readonly code: string;
  readonly title: string;
  readonly rules: readonly LbrRule[];
}

/** Every chapter, in the order of the book. */
export const chapters: readonly Chapter[] = [
  { slug: 'ownership', code: 'OWN', title: 'Ownership', rules: ownership },
  { slug: 'entry-exit', code: 'ENT', title: 'VM-entry and VM-exit', rules: entryExit },
  { slug: 'debugctl', code: 'DBG', title: 'DEBUGCTL', rules: debugctl },
  { slug: 'msr-access', code: 'MSR', title: 'MSR access', rules: msrAccess },
  { slug: 'capability', code: 'CAP', title: 'Capability', rules: capability },
  { slug: 'context-switch', code: 'CTX', title: 'Context switch', rules: contextSwitch },
  { slug: 'isolation', code: 'ISO', title: 'Isolation', rules: isolation },
  { slug: 'liveness', code: 'LIV', title: 'Liveness', rules: liveness },
  { slug: 'freeze', code: 'FRZ', title: 'Freeze on PMI', rules: freeze },
  { slug: 'reset', code: 'RST', title: 'Reset, INIT, #DB and SMM', rules: reset },
  { slug: 'migration', code: 'MIG', title: 'Save, restore and migration', rules: migration },
  { slug: 'nested', code: 'NEST', title: 'Nested VMX', rules: nested },
  { slug: 'arch-lbr', code: 'ARCH', title: 'Arch LBR', rules: archLbr },
  { slug: 'mediated', code: 'MED', title: 'Mediated vPMU', rules: mediated },
];

/** Every rule of the contract, in the order of the book. */
export const allRules: readonly LbrRule[] = chapters.flatMap((chapter) => chapter.rules);

/** The rule of that ID, or undefined. */
export function ruleById(id: string): LbrRule | undefined {
  return allRules.find((rule) => rule.id === id);
}

/** The rules whose properties are judged on generated hosts, vCPUs and sequences of operations. */
export const registerRules: readonly LbrRegisterRule[] = allRules.filter((rule) => rule.world === 'register');

/** The rules whose properties are judged by search and walks. */
export const protocolRules: readonly LbrProtocolRule[] = allRules.filter(isProtocolRule);

export function isProtocolRule(rule: RuleText & { readonly world: string }): rule is LbrProtocolRule {
  return rule.world === 'protocol';
}

/** What every rule has, whatever its world: for tools that do not run properties. */
export const ruleTexts: readonly RuleText[] = allRules;
