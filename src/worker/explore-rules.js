import { exploreProtocol } from './explore-protocol.ts';
import { findDesign, findRules } from './find.ts';
/** Judges the asked rules; yields progress, and each verdict as soon as it stands. Throws a RangeError for unknown names. */
export function* exploreRules(request) {
    const design = findDesign(request.design, request.switches);
    const rules = findRules(request.rules);
    for (const { id, notApplicable } of rules) {
        const reason = notApplicable?.[design.name];
        if (reason !== undefined)
            yield { kind: 'verdict', rule: id, verdict: 'not-applicable', summary: reason, seconds: 0 };
    }
    const left = rules.filter((rule) => rule.notApplicable?.[design.name] === undefined);
    yield* exploreProtocol(request, design, left.filter((rule) => rule.world === 'protocol'));
}
