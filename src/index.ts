/**
 * The contract as a library: rules, designs, replay, verify, reports. Everything here runs in Node and in a browser.
 *
 *     import { allRules, verifyRules } from 'lbr-contract';
 *     const entries = verifyRules({ rules: allRules.slice(0, 1), designs: ['v7.3'] });
 *
 * Nothing has to be installed beside it, for its types neither.
 */
export { verifyRules, type VerifyRules } from './spec/verify/verify-rules.ts';
export { replayScenario } from './spec/verify/replay-scenario.ts';

/** Rules: what must hold. */
export { allRules, chapters, ruleById, ruleTexts, type Chapter, type LbrRule } from './spec/rules/index.ts';
export type { Level, Revision, RuleId, RuleText, Verdict } from './spec/kit/rule.ts';
export type { Basis, Source } from './spec/kit/source.ts';

/** Designs: points over the switches. */
export { designByName, designs, type Design, type DesignName } from './spec/designs/index.ts';
export type { Switch, SwitchTable } from './spec/switches/switch.ts';

/** Scenarios: documents of a run, and what each step of one gives. */
export { parseDocument } from './spec/scenario/parse.ts';
export { ScenarioError } from './spec/scenario/problem.ts';
export { replayRegister, type ReplayLine } from './spec/scenario/replay-register.ts';
export type { Scenario, ScenarioStep } from './spec/scenario/types.ts';

/** Verdicts and what to do with them. */
export { report, reporterNames, type ReporterName } from './spec/report/index.ts';
export { cite, citeForms, type Citable, type CiteContext, type CiteForm } from './spec/report/cite.ts';
export type { How, MutantEntry, VerdictEntry, VerdictFile } from './spec/verify/verdict-file.ts';

/** Traces of a real host. */
export { NotATraceError, TraceCheck, type TraceOptions } from './spec/trace/check.ts';
