import { groupBy } from './group-by.ts';
import type { Finding } from './property-check.ts';
import type { LoopParts } from './inner-loop.ts';

/** Properties per function: small enough for the compiler to inline what they call. */
const PER_FUNCTION = 4;

interface JudgePart {
  readonly name: string;
  /** Step properties that are judged together, by index. */
  readonly members: readonly number[];
  /** Fields of which one has to change, by name; undefined where that does not matter. */
  readonly changes: readonly string[] | undefined;
}

interface JudgeParts {
  readonly judges: readonly JudgePart[];
  /** By action. */
  readonly judgesOf: readonly (readonly JudgePart[])[];
}

/**
 * One judge for the properties that are about every action, and one for each further set that some action needs; each
 * in parts, by the fields that have to change.
 */
export function judgeParts<W>({ model, steps }: LoopParts<W>): JudgeParts {
  const judges = new Map<string, JudgePart[]>();
  const judgesFor = (members: readonly number[]): JudgePart[] => {
    const known = judges.get(members.join());
    if (known !== undefined) return known;
    const parts = groupBy(members, (i) => steps[i].property.changes?.toSorted().join());
    const made = [...parts.values()].map((part, nth): JudgePart => ({
      name: `${judges.size}_${nth}`,
      members: part,
      changes: steps[part[0]].property.changes,
    }));
    judges.set(members.join(), made);
    return made;
  };
  const everywhere = judgesFor([...steps.keys()].filter((i) => steps[i].property.about === undefined));
  const judgesOf = model.actions.map((action) => [
    ...everywhere,
    ...judgesFor([...steps.keys()].filter((i) => steps[i].property.about?.(action) === true)),
  ]);
  return { judges: [...judges.values()].flat(), judgesOf };
}

/** The findings about one kind of properties, what is still sought, and the number of questions that are open. */
export function emitFindings<W>(kind: 'State' | 'Step', findings: readonly Finding<W>[], list: string): string[] {
  return [
    `let open${kind} = ${findings.length * 2};`,
    ...findings.flatMap((_, i) => [
      `const finding${kind}${i} = ${list}[${i}], property${kind}${i} = finding${kind}${i}.property;`,
      `let seeks${kind}${i} = true, open${kind}${i} = true;`,
    ]),
  ];
}

/** A function that judges some properties of one kind. */
export function emitJudge(
  kind: 'State' | 'Step',
  name: string,
  members: readonly number[],
  parameters: string,
  countWitnesses: boolean,
): string[] {
  const judge = `judge${kind}${name}`;
  const groups = Array.from({ length: Math.ceil(members.length / PER_FUNCTION) }, (_, group) => [
    `function ${judge}_${group}(${parameters}, state) {`,
    ...members
      .slice(group * PER_FUNCTION, (group + 1) * PER_FUNCTION)
      .flatMap((i) => [
        `if (seeks${kind}${i} && property${kind}${i}.witness(${parameters})) {`,
        `finding${kind}${i}.witnesses++;`,
        countWitnesses ? '' : `seeks${kind}${i} = false; open${kind}--;`,
        '}',
        `if (open${kind}${i} && !property${kind}${i}.holds(${parameters})) {`,
        `finding${kind}${i}.violatedAt = state; open${kind}${i} = false; open${kind}--;`,
        '}',
      ]),
    '}',
  ]);
  return [
    ...groups.flat(),
    `function ${judge}(${parameters}, state) {`,
    ...groups.map((_, group) => `${judge}_${group}(${parameters}, state);`),
    '}',
  ];
}
