import type { Design } from '../designs/design.ts';
import { nearest } from '../kit/nearest.ts';
import type { RuleText } from '../kit/rule.ts';

type Rule = Pick<RuleText, 'id' | 'violatedOn' | 'notApplicable'>;

/** Where a design is written down. */
export const fileOfDesign = (name: string): string => `src/spec/designs/${name}.ts`;

/**
 * What a design says of rules and is not so, whatever a run finds: one line each, with its file and what to write. A design
 * breaks what its base does not break, and mends what its base breaks, each rule once.
 */
export function declarationFaults(designs: readonly Design[], rules: readonly Rule[]): string[] {
  return designs.flatMap((design) => [
    ...faultsIn(design, 'breaks', rules, (rule) =>
      isBrokenBy(design.on, rule) ? `${design.on?.name ?? ''} breaks it already` : undefined,
    ),
    ...faultsIn(design, 'mends', rules, (rule) =>
      isBrokenBy(design.on, rule) ? undefined : `${design.on?.name ?? 'nothing'} does not break it`,
    ),
  ]);
}

function faultsIn(
  design: Design,
  list: 'breaks' | 'mends',
  rules: readonly Rule[],
  wrong: (rule: Rule) => string | undefined,
): string[] {
  const names = design[list];
  return names.flatMap((name, index) => {
    const fault = names.indexOf(name) === index ? faultOf(name, design, rules, wrong) : 'it is there twice';
    return fault === undefined ? [] : [`${fileOfDesign(design.name)}: take ${name} out of "${list}": ${fault}`];
  });
}

function faultOf(
  name: string,
  design: Design,
  rules: readonly Rule[],
  wrong: (rule: Rule) => string | undefined,
): string | undefined {
  const rule = rules.find(({ id }) => id === name);
  if (rule === undefined) {
    const near = nearest(
      name,
      rules.map(({ id }) => id),
    );
    return `there is no such rule${near === undefined ? '' : `; did you mean ${near}?`}`;
  }
  const reason = rule.notApplicable?.[design.name];
  return reason === undefined ? wrong(rule) : `it does not apply: ${reason}`;
}

const isBrokenBy = (design: Design | undefined, rule: Rule): boolean =>
  design !== undefined && rule.violatedOn.includes(design.name);
