import { designs } from '../designs/index.ts';
import { instancesFor } from '../model/protocol/instances.ts';
import { isProtocolRule } from '../rules/index.ts';
/** Steps of a random walk. */
export const WALK_STEPS = 100;
/** Every job of a verification, in a fixed order. */
export function planJobs(options) {
    const subjects = options.designs.map((design) => ({ design }));
    return [
        ...subjects.flatMap((subject) => [...protocolJobs(subject, options), ...registerJobs(subject, options)]),
        ...options.mutants.flatMap((mutant) => {
            const subject = { design: mutant.base, flips: mutant.flips, mutant: mutant.name };
            return mutant.world === 'protocol' ? searches(subject, options) : registerJobs(subject, options);
        }),
    ];
}
function protocolJobs(subject, options) {
    const { runs, seed } = options;
    const jobs = searches(subject, options);
    if (runs === 0)
        return jobs;
    return jobs.flatMap((job) => job.kind !== 'exhaustive'
        ? [job]
        : [
            job,
            {
                kind: 'walk',
                subject,
                instance: job.instance,
                rules: job.rules,
                firstRun: 0,
                runs,
                steps: WALK_STEPS,
                seed,
                fastCheck: runs <= 10_000,
            },
        ]);
}
function searches(subject, { rules, maxStates }) {
    const applicable = rules.filter((rule) => isProtocolRule(rule) && applies(rule, subject));
    if (applicable.length === 0)
        return [];
    return instancesFor(subject.design, subject.mutant !== undefined).map((instance) => ({
        kind: 'exhaustive',
        subject,
        instance: instance.name,
        rules: applicable.map((rule) => rule.id),
        maxStates,
    }));
}
function registerJobs(subject, { rules, runs, seed }) {
    const applicable = rules.filter((rule) => !isProtocolRule(rule) && applies(rule, subject));
    if (applicable.length === 0)
        return [];
    return [{ kind: 'register', subject, rules: applicable.map((rule) => rule.id), runs: Math.max(runs, 1), seed }];
}
/** A mutant is judged also where the rule does not apply to its base: the flip may be what makes it apply. */
function applies(rule, subject) {
    return subject.mutant !== undefined || rule.notApplicable?.[subject.design] === undefined;
}
/** The names of all designs. */
export const designNames = designs.map((design) => design.name);
