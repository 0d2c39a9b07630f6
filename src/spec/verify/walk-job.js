import { walk } from '../check/index.ts';
import { walkWithFastCheck } from '../check/walk-with-fast-check.ts';
import { findingsOf, judged } from './protocol-job.ts';
/** Judges protocol rules on random walks through one instance. */
export function runWalks(job) {
    const { model, rules, properties } = judged(job);
    const { runs, steps, seed, firstRun } = job;
    const found = job.fastCheck
        ? walkWithFastCheck(model, properties, { runs, steps, seed })
        : walk(model, properties, { runs, steps, seed, firstRun });
    return {
        kind: 'walk',
        instance: job.instance,
        states: 0,
        depth: steps,
        complete: false,
        runs,
        findings: findingsOf(rules, found.properties),
    };
}
