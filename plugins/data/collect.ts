import { traceRules, unseenRules } from '../../src/spec/trace/coverage/index.ts';
import { groupBy } from '../../src/spec/check/group-by.ts';
import type { VerdictEntry, VerdictFile } from '../../src/spec/verify/verdict-file.ts';
import type { RunView } from '../../src/spec/scenario/run-view.ts';
import { Excerpts } from './excerpts.ts';
import { inCode, type CodeRuns } from '../../src/site-data/in-code.ts';
import { labOf } from '../../src/site-data/lab.ts';
import type { LabResults } from '../../src/spec/lab/results.ts';
import type { RuleLab } from '../../src/site-data/rule-lab.ts';
import { museumData } from '../../src/site-data/museum.ts';
import type { RuleSource, SpecSource } from './spec-source.ts';
import type { Evidence } from './withhold.ts';
import type {
  KilledMutant,
  MutantData,
  RuleData,
  RuleRuns,
  SiteData,
  SwitchData,
  VerdictData,
} from '../../src/site-data/types.ts';
import type { StepLine } from '../../src/site-data/step-line.ts';

/**
 * Joins rules, designs, verdicts and source excerpts; throws where they do not fit together. `evidence` is without the runs
 * of the rules that are `withheld`; `today` is `comparedHash()`.
 */
export function collect(
  root: string,
  spec: SpecSource,
  evidence: Evidence,
  today: string,
  withheld: ReadonlySet<string>,
  labs: readonly RuleLab[] = [],
): SiteData {
  const { verdicts: file, reproductions, lab } = evidence;
  const code: CodeRuns = { reproductions, today };
  const excerpts = new Excerpts(root);
  const properties = excerpts.properties('src/spec/rules');
  const replay = replayer(spec);
  const all = spec.chapters.flatMap((chapter) => chapter.rules);
  for (const rule of all) requireKnownReferences(rule, new Set(all.map(({ id }): string => id)));
  const entries = groupBy(file.verdicts, (entry) => entry.rule);

  const rules = spec.chapters.flatMap((chapter) =>
    chapter.rules.map((rule): RuleData => {
      const verdicts = entries.get(rule.id) ?? [];
      requireVerdicts(rule, verdicts, file);
      return {
        ...textOf(rule),
        chapter: chapter.name,
        chapterTitle: chapter.title,
        verdicts: file.designs.flatMap((design) =>
          verdicts
            .filter((entry) => entry.design === design)
            .map((entry) => ({ ...verdictData(entry, replay), ...inCode(entry, code), ...inLab(entry, lab) })),
        ),
        property: properties.get(rule.id) ?? [],
        reference: (rule.model ?? []).map((reference) => excerpts.reference(reference, rule.id)),
        citedBy: all
          .filter((other) => other.id !== rule.id && cites(other, rule.id))
          .map(({ id, title }) => ({ id, title })),
        killed: killedBy(rule.id, file),
        ...(withheld.has(rule.id) && { withheld: true }),
      };
    }),
  );

  return {
    run: {
      version: file.version,
      commit: file.commit,
      dirty: file.dirty,
      modelHash: file.modelHash,
      date: file.date,
      seed: file.seed,
    },
    chapters: spec.chapters.map(({ name, title, rules: own }) => ({ name, title, rules: own.map((rule) => rule.id) })),
    designs: spec.designs
      .filter((design) => file.designs.includes(design.name))
      .map((design) => ({
        name: design.name,
        title: design.title,
        summary: design.summary,
        settings: { protocol: design.protocol, register: design.register },
      })),
    designChanges: Object.fromEntries(file.designs.map((name) => [name, spec.designChange(name)])),
    trace: {
      contract: traceRules(spec.chapters.flatMap((chapter) => chapter.rules)),
      unseen: unseenRules(spec.chapters.flatMap((chapter) => chapter.rules)),
    },
    switches: [...switchData('protocol', spec), ...switchData('register', spec)],
    rules,
    mutants: file.mutants.map((mutant): MutantData => {
      const { counterexamples, ...rest } = mutant;
      const [scenario] = Object.values(counterexamples).sort((a, b) => a.steps.length - b.steps.length);
      return scenario === undefined
        ? { ...rest, steps: [] }
        : { ...rest, scenario, steps: stepLines(replay(scenario)) };
    }),
    museum: museumData(file, replay),
    ownerStates: spec.ownerStates(),
    runLoop: spec.runLoop(),
    instances: spec.instances.map(({ name, title }) => ({ name, title })),
    runs: [...entries].map(([rule, own]) => runsOf(rule, own, replay)),
    labs,
    groundTruthHash: code.today,
  };
}

type Replay = (scenario: NonNullable<VerdictEntry['counterexample']>) => RunView;

function replayer(spec: SpecSource): Replay {
  const seen = new Map<unknown, RunView>();
  return (scenario) => {
    const known = seen.get(scenario);
    if (known !== undefined) return known;
    const run = spec.describeRun(scenario);
    seen.set(scenario, run);
    return run;
  };
}

function requireVerdicts(rule: RuleSource, verdicts: readonly VerdictEntry[], file: VerdictFile): void {
  const missing = file.designs.filter((design) => !verdicts.some((entry) => entry.design === design));
  if (missing.length > 0) throw new Error(`${rule.id} has no verdict on ${missing.join(', ')}; run "npm run verify"`);
  const outdated = verdicts.find((entry) => entry.revision !== rule.revision);
  if (outdated !== undefined) {
    throw new Error(
      `${rule.id} is at revision ${rule.revision}, its verdict at ${outdated.revision}; run "npm run verify"`,
    );
  }
}

function verdictData(entry: VerdictEntry, replay: Replay): VerdictData {
  const { design, verdict, expected, reason, how, counterexample } = entry;
  return {
    design,
    verdict,
    expected,
    ...(reason === undefined ? {} : { reason }),
    ...(how === undefined ? {} : { how }),
    ...(counterexample === undefined ? {} : { steps: stepLines(replay(counterexample)) }),
  };
}

function inLab({ rule, design }: VerdictEntry, results: LabResults | undefined): Pick<VerdictData, 'lab'> {
  const lab = labOf(results, rule, design);
  return lab.length === 0 ? {} : { lab };
}

const stepLines = (run: RunView): StepLine[] => run.steps.map(({ actor, label }) => ({ actor, label }));

function runsOf(rule: string, entries: readonly VerdictEntry[], replay: Replay): RuleRuns {
  const groups = new Map<string, { designs: string[]; run: RunView }>();
  for (const { design, counterexample } of entries) {
    if (counterexample === undefined) continue;
    const run = replay(counterexample);
    // Designs share a drawing where they take the same steps in the same functions and depart from the contract alike.
    const how = [run.departure, run.steps.map(({ functions }) => functions)];
    const key = JSON.stringify([counterexample.instance, counterexample.host, counterexample.steps, how]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { designs: [design], run });
    else group.designs.push(design);
  }
  return { rule, runs: [...groups.values()] };
}

/** The rule without its property and model: what is left is plain data. */
function textOf(
  rule: RuleSource,
): Omit<
  RuleData,
  'chapter' | 'chapterTitle' | 'verdicts' | 'property' | 'reference' | 'citedBy' | 'killed' | 'withheld'
> {
  const { id, revision, level, title, statement, rationale, doesNotSay, sources, violatedOn, world } = rule;
  const { notApplicable, history, securityBoundary, disputed } = rule;
  return {
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
    ...(notApplicable === undefined ? {} : { notApplicable }),
    ...(history === undefined ? {} : { history }),
    ...(securityBoundary ? { securityBoundary } : {}),
    ...(disputed === undefined ? {} : { disputed }),
  };
}

/** A rule may name others in its texts; one that does not exist fails the build. */
function requireKnownReferences(rule: RuleSource, known: ReadonlySet<string>): void {
  for (const [, id = ''] of textsOf(rule).matchAll(/\[(LBR-[A-Z]+-\d+)\]/g)) {
    if (!known.has(id)) throw new Error(`${rule.id} names [${id}], which is not a rule`);
  }
}

const textsOf = (rule: RuleSource): string =>
  [rule.statement, rule.rationale, rule.doesNotSay, rule.disputed ?? ''].join(' ');

function cites(rule: RuleSource, id: string): boolean {
  return textsOf(rule).includes(`[${id}]`);
}

function killedBy(id: string, file: VerdictFile): KilledMutant[] {
  return file.mutants
    .filter((mutant) => mutant.killedBy.includes(id))
    .map(({ name, world, base, flips, bug }) => ({ name, world, base, flips, ...(bug === undefined ? {} : { bug }) }));
}

function switchData(world: 'protocol' | 'register', spec: SpecSource): SwitchData[] {
  return Object.entries(spec.switches[world]).map(([name, { question, values, sources }]) => ({
    world,
    name,
    question,
    values,
    sources,
  }));
}
