import { designNames, type DesignName } from '../designs/index.ts';
import type { ConformanceCase, Disagreement } from './conformance/case.ts';
import { derivedCases } from './conformance/derived.ts';
import { postedCases } from './conformance/posted.ts';
import { selftestCases } from './conformance/selftests.ts';
import { unitTestCases } from './conformance/unit-tests.ts';
import { vmmCases } from './conformance/vmms.ts';
import { replayRegister, type ReplayLine } from './replay-register.ts';
import { FORMAT } from './parse.ts';
import type { Scenario } from './types.ts';

export type { ConformanceCase, Disagreement } from './conformance/case.ts';
export { inexpressible } from './conformance/inexpressible.ts';

/** Every case of the existing Intel tests that can be expressed, in the order of their origin. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...selftestCases,
  ...unitTestCases,
  ...postedCases,
  ...vmmCases,
  ...derivedCases,
];

/** What a case gave on one design. */
export type CaseOutcome =
  | { readonly kind: 'agrees' }
  /** What the test asks first came out otherwise. */
  | { readonly kind: 'skips' }
  | {
      readonly kind: 'differs';
      /** Index of the first step that differs, and what it gave. */
      readonly step: number;
      readonly expected: string;
      readonly found: string;
      readonly disagreement: Disagreement | undefined;
    };

export interface ConformanceRow {
  readonly case: ConformanceCase;
  readonly outcomes: Readonly<Record<DesignName, CaseOutcome>>;
}

/** The cases with what each gives on each design, run now. */
export function conformanceTable(): readonly ConformanceRow[] {
  return conformanceCases.map((one) => ({
    case: one,
    outcomes: Object.fromEntries(
      designNames.map((design) => [design, reportStatus(one, design)]),
    ) as ConformanceRow['outcomes'],
  }));
}

/** The case as a document for `replay`; its title says where it comes from. */
export function scenarioOf({ id, origin, from, title, host, steps }: ConformanceCase, design: DesignName): Scenario {
  return { format: FORMAT, design, title: `${id} (${origin}, ${from}): ${title}`, ...(host && { host }), steps };
}

/** Runs one case on one design. */
export function reportStatus(one: ConformanceCase, design: DesignName): CaseOutcome {
  const lines = replayRegister(scenarioOf(one, design));
  const step = lines.findIndex((line, index) => !meets(line, one.expected[index]));
  if (step === -1) return { kind: 'agrees' };
  if (step < one.asksFirst) return { kind: 'skips' };
  return {
    kind: 'differs',
    step,
    expected: one.expected[step],
    found: textOf(lines[step]),
    disagreement: one.disagreements.find(({ designs }) => designs.includes(design)),
  };
}

const textOf = ({ result, value }: ReplayLine): string => (value === undefined ? result : `${result} ${value}`);

/** `ok` is met by any success; `ok 0x5` by that value only. */
function meets(line: ReplayLine, expected: string): boolean {
  return expected === '' || expected === line.result || expected === textOf(line);
}
