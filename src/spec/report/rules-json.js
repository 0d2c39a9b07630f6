import { permalink } from './permalink.ts';
/** The contract as plain JSON data: no functions, no counterexamples, nothing that depends on the clock. */
export function rulesJson(contract, site, sourceOf = () => undefined) {
    const { version, chapters, designs, registry, verdicts } = contract;
    const states = new Map(registry.rules.map(({ id, state }) => [id, state]));
    return {
        format: 'lbr-rules/1',
        version,
        ...(verdicts !== undefined && { modelHash: verdicts.modelHash }),
        chapters: chapters.map(({ name, title, rules }) => ({ name, title, rules: rules.map(({ id }) => id) })),
        rules: chapters.flatMap((chapter) => chapter.rules.map((rule) => ruleJson(rule, chapter.name, states.get(rule.id) ?? 'draft', site, sourceOf))),
        retired: registry.rules.flatMap(({ id, retired }) => retired === undefined ? [] : [{ id, permalink: permalink(id, site), ...retired }]),
        designs: designs.map(({ name, title, kind, summary, protocol = {}, register = {} }) => ({
            name,
            title,
            kind,
            summary,
            protocol,
            register,
        })),
        switches: ['protocol', 'register'].flatMap((world) => Object.entries(contract.switches[world]).map(([name, { question, values, sources }]) => ({
            world,
            name,
            question,
            values,
            sources,
        }))),
        verdicts: (verdicts?.verdicts ?? []).map(({ counterexample: _, ...entry }) => entry),
    };
}
function ruleJson(rule, chapter, state, site, sourceOf) {
    const { id, revision, level, title, statement, rationale, doesNotSay, sources, violatedOn, world, propertyKind, within, } = rule;
    const { notApplicable, history, securityBoundary, disputed } = rule;
    const source = sourceOf(id);
    return {
        id,
        chapter,
        revision,
        state,
        level,
        title,
        statement,
        rationale,
        doesNotSay,
        sources,
        world,
        permalink: permalink(id, site),
        property: {
            kind: propertyKind,
            ...(within !== undefined && { within }),
            ...(source !== undefined && { source }),
        },
        violatedOn,
        ...(notApplicable !== undefined && { notApplicable }),
        ...(history !== undefined && { history }),
        ...(securityBoundary !== undefined && { securityBoundary }),
        ...(disputed !== undefined && { disputed }),
    };
}
