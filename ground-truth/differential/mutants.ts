/**
 * Pieces of perf's bookkeeping and of KVM's, each turned wrong. A differential run that does not notice is not looking. Where the
 * design has a switch for the piece, the mutant is the switch; else the model's step is changed from outside.
 */
import type { ProtocolSettings } from '../../src/spec/switches/protocol.ts';
import type { ProtocolModel } from '../../src/spec/model/protocol/index.ts';
import type { World } from '../../src/spec/model/protocol/world.ts';

export interface Mutant {
  readonly name: string;
  readonly settings?: Partial<ProtocolSettings>;
  /** Called after each action of the model with the state before it. */
  spoil?(before: World, after: World): void;
}

export const MUTANTS: readonly Mutant[] = [
  { name: 'first-user reset: none', settings: { handOver: 'none' } },
  { name: 'reset covers the records only', settings: { resetCovers: 'records' } },
  { name: 'restore elision: never', settings: { restoreElision: 'never' } },
  {
    name: 'restore elision: whatever was saved last',
    spoil(_before, after) {
      const [hw] = after.cpus;
      const image = after.images[hw.lastTaskCtx];
      // The slot that the test looks at is made to be the newest one.
      if (hw.lastTaskCtx !== 0 && image.valid === 1) image.slot = hw.slot;
    },
  },
  { name: 'guest mask: does not mute the host', settings: { vlbrMutesHost: 'no' } },
  {
    name: 'guest mask: stays after the event has stopped',
    spoil(before, after) {
      if (before.cpus[0].guestMask === 1) after.cpus[0].guestMask = 1;
    },
  },
  { name: 'filter: the guest event takes the shared register', settings: { vlbrConstraint: 'shared-register' } },
  {
    name: 'filter: stays that of the first event',
    spoil(before, after) {
      if (before.cpus[0].lbrUsers > 0 && after.cpus[0].lbrUsers > 0) after.cpus[0].brSel = before.cpus[0].brSel;
    },
  },
  { name: 'call-stack users: counted by the filter of the event', settings: { callStackAccounting: 'own-filter' } },
  { name: 'task image: lives as long as the task', settings: { taskData: 'with-task' } },
  {
    name: 'task image: goes invalid with the switch away',
    spoil(before, after) {
      if (before.cpus[0].current === after.cpus[0].current) return;
      after.images[before.cpus[0].current].valid = 0;
    },
  },
  { name: 'hooks: task switches look at task events only', settings: { taskSwitchCallback: 'task-events-only' } },
  {
    name: 'hooks: the scheduler runs after both of them',
    spoil(before, after) {
      const [hw] = after.cpus;
      if (before.cpus[0].current !== hw.current && hw.recording === 1 && hw.ring[0] === 0) hw.ring[0] = 1;
    },
  },
  { name: 'register: kept by whoever had it last', settings: { registerRelease: 'leaks' } },
  { name: 'muted samples are empty', settings: { mutedSample: 'empty' } },
  { name: 'KVM: the guest LBR event is never released', settings: { lazyRelease: 'never' } },
  { name: 'KVM: passthrough is decided when the vCPU is loaded', settings: { passthroughDecision: 'vcpu-load' } },
  { name: 'KVM: the guest LBR event belongs to the vCPU thread', settings: { vlbrBinding: 'vcpu-thread' } },
  { name: 'KVM: an event that has just been created counts as missing', settings: { creationCheck: 'inverted' } },
  { name: 'KVM: DEBUGCTL is read when the vCPU is loaded', settings: { debugctlSnapshot: 'vcpu-load' } },
];

/** Whether the mutant differs from these settings at all. */
export function changes<Settings extends object>(
  { settings, spoil }: { readonly settings?: Partial<Settings>; readonly spoil?: unknown },
  base: Settings,
): boolean {
  return (
    spoil !== undefined ||
    Object.entries({ ...base, ...settings }).some(
      ([name, value]) => value !== (base as Readonly<Record<string, string>>)[name],
    )
  );
}

/** The model with each action spoilt. */
export function spoilt(model: ProtocolModel, mutant: Mutant): ProtocolModel {
  const { spoil } = mutant;
  if (spoil === undefined) return model;
  return {
    ...model,
    actions: model.actions.map((action) => ({
      ...action,
      apply(w: World): void {
        const before = structuredClone(w);
        action.apply(w);
        spoil(before, w);
      },
    })),
  };
}
