import { replay } from '../../src/spec/check/index.ts';
import { contract } from '../../src/spec/designs/contract.ts';
import { designs } from '../../src/spec/designs/index.ts';
import { protocolMutants } from '../../src/spec/designs/mutants.ts';
import { protocolSwitches, type ProtocolSettings } from '../../src/spec/switches/protocol.ts';
import { withFlips } from '../../src/spec/switches/switch.ts';
import type { Action, Property } from '../../src/spec/kit/model.ts';
import { protocolModel, type ProtocolModel, type World } from '../../src/spec/model/protocol/index.ts';
import type { Instance } from '../../src/spec/model/protocol/instance.ts';
import { instances as allInstances } from '../../src/spec/model/protocol/instances.ts';
import { guestOwner } from '../../src/spec/model/protocol/observe.ts';
import { RunPrinter } from '../../src/spec/trace/print/index.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import { stepsTaken } from '../rules/protocol-harness.ts';

/** Rules that both have a property in the protocol world and are judged from a trace. */
export const JUDGED = [
  'LBR-OWN-1',
  'LBR-OWN-11',
  'LBR-ENT-4',
  'LBR-DBG-1',
  'LBR-DBG-2',
  'LBR-DBG-4',
  'LBR-MSR-1',
  'LBR-MSR-2',
  'LBR-CTX-5',
  'LBR-ISO-1',
  'LBR-ARCH-1',
  'LBR-ARCH-4',
];

/** Rules of the register world that a run of the protocol world breaks where it breaks one of these. */
export const AS: Readonly<Record<string, readonly string[]>> = {
  'LBR-MSR-29': ['LBR-ISO-1'],
  'LBR-ARCH-27': ['LBR-ARCH-1'],
  'LBR-ARCH-26': ['LBR-MSR-1', 'LBR-MSR-2'],
};

/**
 * Without the instance in which a host event has the encoding of the guest LBR event: the property of LBR-DBG-4 leaves
 * such events out and its sentence does not, and a trace cannot tell them apart. The printer does not print what load and
 * put of a mediated vPMU write, nor what firmware has left in DEBUGCTL.
 */
const instances = allInstances.filter(
  ({ hostEvents, vpmu, firmware }) =>
    vpmu === undefined && firmware === undefined && hostEvents.every((event) => event.raw1b00 !== true),
);

const SNAPSHOT_EARLY: ProtocolSettings = { ...contract.protocol, debugctlSnapshot: 'vcpu-load' };

/** Every design and mutant; those whose violations leave marks come up as often as all the others together. */
export const everyDesign: readonly ProtocolSettings[] = [
  ...Array.from({ length: 20 }, () => [SNAPSHOT_EARLY, ...designs.slice(0, 2).map((design) => design.protocol)]).flat(),
  ...designs.map((design) => design.protocol),
  ...protocolMutants.map(({ flips }) => withFlips(protocolSwitches, contract.protocol, flips)),
];

export interface Told {
  readonly op: string;
  /** Lines that the step printed. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The host records on a pCPU whose LBRs a guest owns: a trace shows that as an access of one that does not own them. */
  readonly hostRecordsForGuest: boolean;
  /** Rules that do not hold after the step. */
  readonly broken: ReadonlySet<string>;
  readonly lines: readonly string[];
}

/** Takes a model from its initial state step by step, prints each step, and asks the rules. */
export class ToldRun {
  readonly model: ProtocolModel;
  readonly world: World;
  readonly steps: Told[] = [];
  readonly #printer: RunPrinter;
  readonly #rules: readonly { readonly id: string; readonly property: Property<World> }[];

  constructor(design: ProtocolSettings, instance: Instance) {
    this.model = protocolModel(design, instance);
    this.#rules = protocolRules
      .filter(({ id }) => JUDGED.includes(id))
      .map((rule) => ({ id: rule.id, property: rule.property(this.model.machine) }));
    this.world = this.model.createDraft();
    this.model.initialize(this.world, 0);
    this.#printer = new RunPrinter(this.model.machine);
  }

  get text(): string {
    return this.#printer.text;
  }

  take(action: Action<World>): void {
    const { model, world } = this;
    const printer = this.#printer;
    const before = copy(world);
    model.beginStep?.(world);
    printer.before(world);
    const firstLine = printer.length + 1;
    action.apply(world);
    printer.after(action, world);
    const broken = this.#rules.filter(({ property }) => {
      if (property.kind === 'state') return !property.holds(world);
      return property.kind === 'step' && !property.holds(before, action, world);
    });
    this.steps.push({
      op: action.name,
      firstLine,
      lastLine: printer.length,
      hostRecordsForGuest: world.cpus.some(
        ({ recording }, cpu) => recording === 1 && guestOwner(model.machine, world, cpu) >= 0,
      ),
      broken: new Set(broken.map(({ id }) => id)),
      lines: printer.text.split('\n').slice(firstLine - 1, printer.length),
    });
  }
}

/**
 * A run of random steps, printed; each choice picks among the enabled actions. The run loop of KVM is favoured, or else
 * most walks would not get through a single VM round trip.
 */
export function printedRun(
  design: ProtocolSettings,
  instance: number,
  choices: readonly number[],
): { text: string; steps: Told[] } {
  const run = new ToldRun(design, instances[instance % instances.length]);
  for (const choice of choices) {
    const enabled = run.model.actions.filter((action) => action.enabled(run.world));
    if (enabled.length === 0) break;
    run.take(pick(enabled, choice));
  }
  return { text: run.text, steps: run.steps };
}

/** A run of steps as stories write them, `guest.read_lbr vcpu=A`. Throws where one cannot be taken. */
export function directedRun(design: ProtocolSettings, instance: Instance, steps: readonly string[]): ToldRun {
  const run = new ToldRun(design, instance);
  const named = stepsTaken(run.model, steps);
  for (const action of replay(run.model, named).actions) run.take(action);
  return run;
}

/** structuredClone() costs more than the rest of a step. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, copy(field)])) as T;
}

function pick(enabled: readonly Action<World>[], choice: number): Action<World> {
  const loop = enabled.filter(({ name }) => name.startsWith('kvm.') || name === 'guest.exit');
  const from = choice % 2 === 0 && loop.length > 0 ? loop : enabled;
  return from[(choice >> 1) % from.length];
}
