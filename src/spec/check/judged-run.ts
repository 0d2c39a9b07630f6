import type { Action, Model, Property } from '../kit/model.ts';
import type { PackedLayout } from './compile-layout.ts';
import { isOfKind, StateCheck, StepCheck, type Finding } from './property-check.ts';
import { ResponseProbe } from './response-probe.ts';
import type { Violation } from './result.ts';

/** A run of the model, step by step, that is judged by many properties on its way. */
export class JudgedRun<W> {
  /** The present state. Read only for callers. */
  readonly world: W;
  /** Steps taken since `begin`. */
  length = 0;
  readonly findings: readonly Finding<W>[];
  readonly #model: Model<W>;
  readonly #layout: PackedLayout<W>;
  readonly #states: StateCheck<W>;
  readonly #steps: StepCheck<W>;
  readonly #probes: readonly ResponseProbe<W>[];
  readonly #countAll: boolean;
  readonly #judgesSteps: boolean;
  readonly #before: W;
  readonly #words: Int32Array;
  /** The initial states, packed one after the other. */
  readonly #initial: Int32Array;

  constructor(model: Model<W>, layout: PackedLayout<W>, properties: readonly Property<W>[], countAll: boolean) {
    this.#model = model;
    this.#layout = layout;
    this.findings = properties.map((property): Finding<W> => ({ property, witnesses: 0 }));
    this.#states = new StateCheck(this.findings.filter(isOfKind('state')), countAll);
    this.#steps = new StepCheck(this.findings.filter(isOfKind('step')), countAll);
    this.#probes = this.findings
      .filter(isOfKind('response'))
      .map((finding) => new ResponseProbe(finding, model, layout));
    this.#countAll = countAll;
    this.#judgesSteps = this.findings.some(({ property }) => property.kind === 'step');
    this.world = model.createDraft();
    this.#before = model.createDraft();
    this.#words = new Int32Array(layout.words);
    this.#initial = new Int32Array(layout.words * model.initialStates);
    for (let index = 0; index < model.initialStates; index++) {
      const world = model.createDraft();
      model.initialize(world, index);
      layout.pack(world, this.#initial, index * layout.words);
    }
  }

  /** Number of properties that were violated since the last `reopen`. */
  get violated(): number {
    let unanswered = 0;
    for (const { finding } of this.#probes) if (finding.violatedAt !== undefined) unanswered++;
    return this.#states.violated + this.#steps.violated + unanswered;
  }

  /** Judges every property again from now on. */
  reopen(): void {
    this.#states.reopen();
    this.#steps.reopen();
    for (const { finding } of this.#probes) delete finding.violatedAt;
  }

  begin(initial: number): void {
    this.#beginAt(this.#initial, initial * this.#layout.words, 0);
  }

  /** Begins in a packed state to which `length` steps have led. */
  beginAt(words: Int32Array, length: number): void {
    this.#beginAt(words, 0, length);
  }

  #beginAt(words: Int32Array, at: number, length: number): void {
    this.length = length;
    this.#layout.unpack(words, at, this.world);
    if (this.#judgesSteps && this.#steps.busy) this.#layout.unpack(words, at, this.#before);
    this.#judgeState();
  }

  /** Takes a step; the action has to be enabled. */
  take(action: Action<W>): void {
    const { world } = this;
    this.#model.beginStep?.(world);
    action.apply(world);
    this.length++;
    if (this.#judgesSteps && this.#steps.busy) {
      this.#steps.judge(this.#before, action, world, this.length);
      this.#layout.pack(world, this.#words, 0);
      this.#layout.unpack(this.#words, 0, this.#before);
    }
    this.#judgeState();
  }

  /** Plays the actions from an initial state, without those that are not enabled, until a property is violated. */
  play(initial: number, actions: readonly Action<W>[]): Action<W>[] {
    const taken: Action<W>[] = [];
    this.begin(initial);
    for (const action of actions) {
      if (this.violated > 0) break;
      if (!action.enabled(this.world)) continue;
      this.take(action);
      taken.push(action);
    }
    return taken;
  }

  /** The violation of a finding at the end of a run that stopped where it was found. */
  violationOf(finding: Finding<W>, initial: number, steps: readonly Action<W>[]): Violation<W> {
    const probe = this.#probes.find((candidate) => candidate.finding === finding);
    if (probe === undefined) return { initial, steps };
    const tail = probe.tell(this.world, steps.length);
    return { initial, steps: [...steps, ...tail.steps], unanswered: tail.unanswered };
  }

  #judgeState(): void {
    const { world, length } = this;
    if (this.#states.busy) this.#states.judge(world, length);
    for (const probe of this.#probes) {
      const { finding } = probe;
      const open = finding.violatedAt === undefined;
      if (!(open || this.#countAll) || !finding.property.trigger(world)) continue;
      if (finding.witnesses === 0 || this.#countAll) finding.witnesses++;
      if (open && !probe.answered(world)) finding.violatedAt = length;
    }
  }
}
