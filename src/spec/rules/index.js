import { archLbr } from './arch-lbr.ts';
import { capability } from './capability.ts';
import { contextSwitch } from './context-switch.ts';
import { debugctl } from './debugctl.ts';
import { entryExit } from './entry-exit.ts';
import { freeze } from './freeze.ts';
import { isolation } from './isolation.ts';
import { liveness } from './liveness.ts';
import { migration } from './migration.ts';
import { msrAccess } from './msr-access.ts';
import { nested } from './nested.ts';
import { ownership } from './ownership.ts';
import { reset } from './reset.ts';
/** Every chapter, in the order of the book. */
export const chapters = [
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
];
/** Every rule of the contract, in the order of the book. */
export const allRules = chapters.flatMap((chapter) => chapter.rules);
/** The rule of that ID, or undefined. */
export function ruleById(id) {
    return allRules.find((rule) => rule.id === id);
}
/** The rules whose properties are judged on generated hosts, vCPUs and sequences of operations. */
export const registerRules = allRules.filter((rule) => rule.world === 'register');
/** The rules whose properties are judged by search and walks. */
export const protocolRules = allRules.filter(isProtocolRule);
export function isProtocolRule(rule) {
    return rule.world === 'protocol';
}
/** What every rule has, whatever its world: for tools that do not run properties. */
export const ruleTexts = allRules;
