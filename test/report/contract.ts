import { switchOf } from '../../src/spec/switches/switch.ts';
import { ruleId } from '../../src/spec/kit/rule.ts';
import { commit, kernel, mail, manual } from '../../src/spec/kit/source.ts';
import type { ContractData, RuleData } from '../../src/spec/report/contract-data.ts';
import { publishDrafts, recordRules } from '../../src/spec/registry/record.ts';
import { sha256 } from '../registry/fixture.ts';
import { sample } from './sample.ts';

const own: RuleData = {
  id: ruleId('LBR-OWN-1'),
  revision: 1,
  level: 'must',
  title: 'One owner of `LBR_SELECT` at a time',
  statement: 'A pCPU must have at most one owner of its LBRs, whatever MSR_LBR_* and x86_pmu_ say about `lbr_users`.',
  rationale: 'Two owners overwrite each other. A | and a \\ and a * in prose, or a trailing_ word, are no markup.',
  doesNotSay: 'Who that owner is.',
  sources: [
    kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_lbr_add', 'v7.3', 'read', 'counts `lbr_users`'),
    commit('0123456789ab', 'perf/x86: Do a *thing*', 'said'),
    mail('20230616113353.45202-1-somebody.with.a.long.name@example.com', 'Some Body', '2023-06-16', 'said'),
    manual('Last branch records, introduction', 'inferred'),
  ],
  violatedOn: ['v6.2'],
  world: 'protocol',
  propertyKind: 'state',
  securityBoundary: true,
  disputed: 'Some say two.',
};

const dbg: RuleData = {
  ...own,
  id: ruleId('LBR-DBG-20'),
  level: 'should',
  title: 'DEBUGCTL reads back',
  statement: 'A guest should read what it wrote.',
  doesNotSay: '',
  violatedOn: [],
  world: 'register',
  propertyKind: 'cases',
};

const asks = switchOf({
  question: 'When is DEBUGCTL read?',
  values: { early: 'At `vcpu_load()`.', late: 'With IRQs off.', never: 'Never.' },
  sources: [kernel('arch/x86/kvm/x86.c', 'vcpu_enter_guest', 'v7.3', 'read')],
});

const rules = [
  { ...own, chapter: 'ownership' },
  { ...dbg, chapter: 'debugctl' },
];

export const contract: ContractData = {
  version: '0.1.0',
  chapters: [
    { name: 'ownership', title: 'Ownership', rules: [own] },
    { name: 'debugctl', title: 'DEBUGCTL', rules: [dbg] },
    { name: 'nested', title: 'Nested', rules: [] },
  ],
  designs: [
    { name: 'v6.12', title: 'Linux 6.12', kind: 'release', summary: 'As packaged.', protocol: { asks: 'late' } },
    { name: 'v6.2', title: 'Linux 6.2', kind: 'release', summary: 'As read.', protocol: { asks: 'early' } },
  ],
  switches: { protocol: { asks }, register: {} },
  registry: publishDrafts(
    recordRules({ format: 'lbr-registry/1', rules: [] }, rules, '2026-01-01', sha256),
    '2026-01-01',
  ),
  verdicts: sample,
};
