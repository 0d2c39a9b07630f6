import type { Source } from '../kit/source.ts';
import type { Retirement, RuleState } from '../registry/types.ts';
import type { ContractData, DesignData, RuleData } from './contract-data.ts';
import { permalink } from '../registry/permalink.ts';
import type { VerdictEntry } from '../verify/verdict-file.ts';

/** rules.json, published with the site; static/schema/lbr-rules-1.schema.json describes it. */
interface RulesJson {
  readonly format: 'lbr-rules/1';
  readonly version: string;
  /** Hash of the model that the verdicts were established on; missing where there are none. */
  readonly modelHash?: string;
  readonly chapters: readonly { readonly name: string; readonly title: string; readonly rules: readonly string[] }[];
  readonly rules: readonly RuleJson[];
  readonly retired: readonly ({ readonly id: string; readonly permalink?: string } & Retirement)[];
  readonly designs: readonly DesignData[];
  readonly switches: readonly SwitchJson[];
  readonly verdicts: readonly Omit<VerdictEntry, 'counterexample'>[];
}

/** A rule as it is written, with where it stands and how its property is shaped. */
type RuleJson = Omit<RuleData, 'propertyKind' | 'within' | 'id'> & {
  readonly id: string;
  readonly chapter: string;
  readonly state: RuleState;
  /** Missing where no address of the site is configured. */
  readonly permalink?: string;
  readonly property: PropertyJson;
};

interface PropertyJson {
  /** `state`, `step` or `response` in the protocol world, `cases` in the register world. */
  readonly kind: string;
  /** Steps within which a response has to come. */
  readonly within?: number;
  /** The property as it is written, where the export had the source files. */
  readonly source?: readonly { readonly file: string; readonly line: number; readonly text: string }[];
}

interface SwitchJson {
  readonly world: 'protocol' | 'register';
  readonly name: string;
  readonly question: string;
  readonly values: Readonly<Record<string, string>>;
  readonly sources: readonly Source[];
}

/** Where a property stands in the source; the site build knows, a browser does not. */
type PropertySource = (id: string) => PropertyJson['source'];

/**
 * The contract as plain JSON data: no functions, no counterexamples, nothing that depends on the clock. `site` is where it
 * is published; without it the rules have no permalink.
 */
export function rulesJson(
  contract: ContractData,
  site: string | undefined,
  sourceOf: PropertySource = () => undefined,
): RulesJson {
  const { version, chapters, designs, registry, verdicts } = contract;
  const states = new Map(registry.rules.map(({ id, state }) => [id, state]));
  return {
    format: 'lbr-rules/1',
    version,
    ...(verdicts !== undefined && { modelHash: verdicts.modelHash }),
    chapters: chapters.map(({ name, title, rules }) => ({ name, title, rules: rules.map(({ id }) => id) })),
    rules: chapters.flatMap((chapter) =>
      chapter.rules.map((rule) => ruleJson(rule, chapter.name, states.get(rule.id) ?? 'draft', site, sourceOf)),
    ),
    retired: registry.rules.flatMap(({ id, retired }) =>
      retired === undefined ? [] : [{ id, ...linkOf(id, site), ...retired }],
    ),
    designs: designs.map(({ name, title, kind, summary, protocol = {}, register = {} }) => ({
      name,
      title,
      kind,
      summary,
      protocol,
      register,
    })),
    switches: (['protocol', 'register'] as const).flatMap((world) =>
      Object.entries(contract.switches[world]).map(([name, { question, values, sources }]) => ({
        world,
        name,
        question,
        values,
        sources,
      })),
    ),
    verdicts: (verdicts?.verdicts ?? []).map(({ counterexample: _, ...entry }) => entry),
  };
}

const linkOf = (id: string, site: string | undefined) => (site === undefined ? {} : { permalink: permalink(id, site) });

function ruleJson(
  rule: RuleData,
  chapter: string,
  state: RuleState,
  site: string | undefined,
  sourceOf: PropertySource,
): RuleJson {
  const {
    id,
    revision,
    level,
    title,
    statement,
    rationale,
    doesNotSay,
    sources,
    violatedOn,
    world,
    propertyKind,
    within,
  } = rule;
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
    ...linkOf(id, site),
    property: {
      kind: propertyKind,
      ...(within !== undefined && { within }),
      ...(source !== undefined && { source }),
    },
    violatedOn,
    ...(notApplicable !== undefined && { notApplicable }),
    ...(history !== undefined && { history }),
    ...(securityBoundary === true && { securityBoundary }),
    ...(disputed !== undefined && { disputed }),
  };
}
