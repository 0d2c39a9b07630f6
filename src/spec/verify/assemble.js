import { isProtocolRule } from '../rules/index.ts';
import { judgeProtocolRule } from './protocol-verdict.ts';
/** What is declared for a rule on a design. */
export function expectedVerdict(rule, design) {
    if (rule.notApplicable?.[design] !== undefined)
        return 'not-applicable';
    return rule.violatedOn.includes(design) ? 'violated' : 'holds';
}
/** One entry per rule and design, rules in the order of the book. */
export function verdictEntries(rules, designs, outcomes, seed) {
    const bySubject = groupBySubject(outcomes);
    return rules.flatMap((rule) => designs.map((design) => {
        const expected = expectedVerdict(rule, design);
        const judgement = judge(rule, { design }, bySubject.get(keyOf({ design })) ?? [], seed);
        return { rule: rule.id, revision: rule.revision, level: rule.level, design, expected, ...judgement };
    }));
}
/** One entry per mutant: which rules notice it that do not notice anything on its base. */
export function mutantEntries(mutants, rules, verdicts, outcomes, seed) {
    const bySubject = groupBySubject(outcomes);
    const violated = new Set(verdicts.filter(({ verdict }) => verdict === 'violated').map(({ rule, design }) => `${rule} ${design}`));
    return mutants.map((mutant) => {
        const subject = { design: mutant.base, flips: mutant.flips, mutant: mutant.name };
        const own = bySubject.get(keyOf(subject)) ?? [];
        const counterexamples = {};
        for (const rule of rules) {
            if (violated.has(`${rule.id} ${mutant.base}`))
                continue;
            const { verdict, counterexample } = judge(rule, subject, own, seed);
            if (verdict === 'violated' && counterexample !== undefined)
                counterexamples[rule.id] = counterexample;
        }
        return { ...mutant, killedBy: Object.keys(counterexamples), counterexamples };
    });
}
function judge(rule, subject, results, seed) {
    const reason = subject.mutant === undefined ? rule.notApplicable?.[subject.design] : undefined;
    if (reason !== undefined)
        return { verdict: 'not-applicable', reason };
    if (isProtocolRule(rule)) {
        return judgeProtocolRule(rule, subject, results.filter((result) => result.kind !== 'register'), seed);
    }
    for (const result of results)
        if (result.kind === 'register' && result.judgements[rule.id])
            return result.judgements[rule.id];
    return { verdict: 'not-established', reason: 'not run' };
}
function groupBySubject(outcomes) {
    const groups = new Map();
    for (const { job, result } of outcomes) {
        const key = keyOf(job.subject);
        const group = groups.get(key);
        if (group === undefined)
            groups.set(key, [result]);
        else
            group.push(result);
    }
    return groups;
}
const keyOf = ({ design, mutant = '' }) => `${design} ${mutant}`;
