/**
 * The contract as a library: rules, designs, replay, verify, reports. Everything here runs in Node and in a browser.
 *
 *     import { allRules, verifyRules } from 'lbr-contract';
 *     const entries = verifyRules({ rules: allRules.slice(0, 1), designs: ['v7.3'] });
 */
export { verifyRules } from './spec/verify/verify-rules.ts';
/** Rules: what must hold. */
export { allRules, chapters, ruleById, ruleTexts } from './spec/rules/index.ts';
/** Designs: points over the switches. */
export { designByName, designs } from './spec/designs/index.ts';
/** Scenarios: documents of a run, and what each step of one gives. */
export { parseDocument } from './spec/scenario/parse.ts';
export { ScenarioError } from './spec/scenario/problem.ts';
export { replayRegister } from './spec/scenario/replay-register.ts';
/** Verdicts and what to do with them. */
export { report, reporterNames } from './spec/report/index.ts';
export { cite, citeForms } from './spec/report/cite.ts';
/** Traces of a real host. */
export { NotATraceError, TraceCheck } from './spec/trace/check.ts';
