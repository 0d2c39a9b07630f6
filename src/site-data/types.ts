import type { Reproduction } from '../../ground-truth/reproductions.ts';
import type { Source } from '../spec/kit/source.ts';
import type { RuleText } from '../spec/kit/rule.ts';
import type { How, MutantEntry, VerdictEntry } from '../spec/verify/verdict-file.ts';
import type { DesignChange } from './design-change.ts';
import type { LabEntry } from './lab.ts';
import type { RuleLab } from './rule-lab.ts';
import type { MuseumData } from './museum.ts';
import type { OwnerStates } from './owner-states.ts';
import type { RunLoopPlace } from './run-loop.ts';
import type { RunView } from '../spec/scenario/run-view.ts';
import type { TraceRule } from '../spec/trace/coverage/index.ts';
import type { Scenario } from '../spec/scenario/types.ts';
import type { StepLine } from './step-line.ts';

/** Everything that the pages show, as plain data: computed once per build from the rules and the verdict file. */
export interface SiteData {
  readonly run: RunStamp;
  readonly chapters: readonly ChapterData[];
  readonly designs: readonly DesignData[];
  /** What each design is a change of, by name. */
  readonly designChanges: Readonly<Record<string, DesignChange>>;
  /** What is judged in traces of real hosts, and why the rest is not. */
  readonly trace: {
    readonly contract: readonly TraceRule[];
    readonly unseen: readonly { readonly reason: string; readonly rules: readonly string[] }[];
  };
  readonly switches: readonly SwitchData[];
  readonly rules: readonly RuleData[];
  readonly mutants: readonly MutantData[];
  readonly runs: readonly RuleRuns[];
  /** What whole kernels showed, by rule. */
  readonly labs: readonly RuleLab[];
  readonly museum: MuseumData;
  readonly ownerStates: readonly OwnerStates[];
  readonly runLoop: readonly RunLoopPlace[];
  /** Instances of the protocol world. */
  readonly instances: readonly { readonly name: string; readonly title: string }[];
  /** `comparedHash()` of today: what is stored of the kernel's code is stale where it says something else. */
  readonly groundTruthHash: string;
}

/** Which run of `lbr-contract verify` the verdicts come from. */
export interface RunStamp {
  readonly version: string;
  readonly commit: string;
  readonly dirty: boolean;
  readonly modelHash: string;
  readonly date: string;
  readonly seed: number;
}

export interface ChapterData {
  readonly name: string;
  readonly title: string;
  readonly rules: readonly string[];
}

export interface DesignData {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly settings: { readonly protocol: Settings; readonly register: Settings };
}

type Settings = Readonly<Record<string, string>>;

export interface SwitchData {
  readonly world: 'protocol' | 'register';
  readonly name: string;
  readonly question: string;
  readonly values: Readonly<Record<string, string>>;
  readonly sources: readonly Source[];
}

export interface RuleData extends Omit<RuleText, 'id'> {
  readonly id: string;
  readonly chapter: string;
  readonly chapterTitle: string;
  readonly world: 'protocol' | 'register';
  readonly verdicts: readonly VerdictData[];
  readonly property: readonly Excerpt[];
  readonly reference: readonly Excerpt[];
  readonly citedBy: readonly RuleLink[];
  readonly killed: readonly KilledMutant[];
  /** Its runs are left out of this build until everybody may know of the violation; registry/disclosure.json. */
  readonly withheld?: true;
}

export interface RuleLink {
  readonly id: string;
  readonly title: string;
}

export interface VerdictData extends Pick<VerdictEntry, 'design' | 'verdict' | 'expected' | 'reason'> {
  readonly how?: How;
  /** Number of steps of the counterexample, and who does what in it. */
  readonly steps?: readonly StepLine[];
  /** Of a violation on the design of a kernel: whether the kernel's own code does the same. */
  readonly inCode?: InCode;
  /** What whole kernels in the lab showed of it. */
  readonly lab?: readonly LabEntry[];
}

/** What a replay in the kernel's own code showed; ground-truth/reproductions.json. */
export interface InCode extends Omit<Reproduction, 'rule' | 'design' | 'steps'> {
  /** ISO date of the replay. */
  readonly date: string;
  readonly stale: boolean;
  readonly steps?: number;
}

export interface KilledMutant {
  readonly name: string;
  readonly world: 'protocol' | 'register';
  readonly base: string;
  readonly flips: Settings;
  readonly bug?: string;
}

export interface MutantData extends Omit<MutantEntry, 'counterexamples'> {
  readonly steps: readonly StepLine[];
  /** The shortest run that a rule objects to; absent where the mutant survives. */
  readonly scenario?: Scenario;
}

/** What the pages about flipped switches know of rules and switches. */
export interface FlipContext {
  readonly modelHash: string;
  /** Titles of the rules, by ID. */
  readonly titles: Readonly<Record<string, string>>;
  readonly switches: readonly Pick<SwitchData, 'world' | 'name' | 'question' | 'values'>[];
}

/** The replayed counterexamples of one rule; designs with the same steps share one. */
export interface RuleRuns {
  readonly rule: string;
  readonly runs: readonly { readonly designs: readonly string[]; readonly run: RunView }[];
}

/** A piece of a source file, split into coloured tokens, one array per line. */
export interface Excerpt {
  readonly name: string;
  readonly file: string;
  /** First line, from 1. */
  readonly line: number;
  readonly lines: readonly (readonly Token[])[];
}

export type TokenKind = 'plain' | 'keyword' | 'string' | 'number' | 'comment' | 'name';
export type Token = readonly [kind: TokenKind, text: string];

/** What every page knows about a rule without loading it: for navigation and references. */
export interface RuleIndexEntry {
  readonly title: string;
  readonly chapter: string;
  readonly level: string;
  /** Number of designs that violate it. */
  readonly violated: number;
}
