import type { Action } from '../kit/model.ts';
import { kernel } from '../kit/source.ts';
import type { Machine } from '../model/protocol/machine.ts';
import {
  cpuOfVcpu,
  everyCpu,
  hostOwns,
  hostRecords,
  inGuest,
  someCpu,
  someHostEvent,
} from '../model/protocol/observe.ts';
import { EventState, type World } from '../model/protocol/world.ts';
import { named, recordFields } from './kit/protocol/about.ts';
import { protocolRule } from './kit/protocol/rule.ts';
import { UNSEEN } from './kit/in-trace.ts';
import type { ProtocolExemption } from './kit/protocol/exemptions.ts';

const LOAD = kernel('kernel/events/core.c', 'perf_load_guest_context', 'v7.3', 'read');
const PUT = kernel('kernel/events/core.c', 'perf_put_guest_context', 'v7.3', 'read');
const ENTER = kernel(
  'arch/x86/kvm/x86.c',
  'vcpu_enter_guest',
  'v7.3',
  'read',
  'reads DEBUGCTL, then calls kvm_mediated_pmu_load()',
);
const NO_MEDIATED: ProtocolExemption = {
  when: ({ vpmu }) => vpmu === 'emulated',
  because: 'there is no mediated vPMU',
};
const MODEL = [
  'src/spec/model/protocol/mediated.ts#loadGuestContext',
  'src/spec/model/protocol/mediated.ts#putGuestContext',
];

const loaded = (w: World, cpu: number): boolean => w.cpus[cpu].guestCtxLoaded === 1;
const someLoaded = (w: World): boolean => someCpu(w, (cpu) => loaded(w, cpu));

export const mediated = [
  protocolRule({
    id: 'LBR-MED-1',
    level: 'must',
    title: 'No host LBR event between mediated load and put',
    statement:
      'A host LBR event must not be ACTIVE on a pCPU from the moment perf has loaded the context of a guest with a mediated vPMU until it has put it back.',
    rationale: 'The PMU belongs to the guest in between; perf ignores its NMIs, so nobody would take the samples.',
    doesNotSay: 'It does not say that the guest has LBRs then; with the mediated vPMU of 7.3 it has none.',
    killedBy: ['mediatedLoad=leaves-events', 'mediatedLoad=leaves-task-events'],
    inTrace: UNSEEN.mediated,
    securityBoundary: false,
    sources: [LOAD],
    exempt: [NO_MEDIATED],
    model: MODEL,
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: someLoaded,
      holds: (w) => everyCpu(w, (cpu) => !loaded(w, cpu) || !hostOwns(m, w, cpu)),
    }),
  }),
  protocolRule({
    id: 'LBR-MED-2',
    revision: 2,
    level: 'must',
    title: 'Nothing of the host records between mediated load and put',
    statement:
      'Recording must be off on a pCPU between load and put of a mediated vPMU, except in guest mode for a guest that has LBRs.',
    rationale:
      'KVM reads the host’s DEBUGCTL before perf turns the LBRs off, and writes that value back after each VM-exit. The branches of the exit path and of the fast path then push out the host’s records.',
    doesNotSay: 'It says nothing of IA32_LBR_CTL beyond LBREn; no snapshot covers that register.',
    killedBy: ['mediatedOrder=snapshot-first'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason: 'A design gives LBRs to guests with a mediated vPMU; such a guest records.',
        before: 'Recording must be off on a pCPU between load and put of a mediated vPMU, in the guest and in KVM.',
      },
    ],
    inTrace: UNSEEN.mediated,
    securityBoundary: false,
    sources: [ENTER, kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_vcpu_run', 'v7.3', 'read', 'writes the snapshot back')],
    exempt: [NO_MEDIATED],
    model: ['src/spec/model/protocol/kvm/debugctl.ts#snapshotDebugctl', ...MODEL],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: someLoaded,
      holds: (w) =>
        everyCpu(w, (cpu) => {
          const { guestCtxLoaded, recording } = w.cpus[cpu];
          return guestCtxLoaded === 0 || recording === 0 || (m.guestHasLbr && inGuest(m, w, cpu));
        }),
    }),
  }),
  protocolRule({
    id: 'LBR-MED-3',
    level: 'must',
    title: "Mediated put brings the host's events back",
    statement:
      'When perf has put the context of a guest back, a host LBR event that is enabled on the pCPU must own the LBRs again.',
    rationale: 'Otherwise a profile of the host ends with the first VM-entry.',
    doesNotSay: 'It does not say which of two competing events; perf’s order does.',
    killedBy: ['mediatedPut=at-next-switch'],
    inTrace: UNSEEN.mediated,
    securityBoundary: false,
    sources: [PUT],
    exempt: [NO_MEDIATED],
    model: MODEL,
    property: (m) => ({
      kind: 'step',
      about: named('kvm.put_mediated'),
      witness: (before, action) =>
        action.name === 'kvm.put_mediated' && someHostEvent(m, before, cpuOf(m, before, action), isEnabled),
      holds: (_before, action, after) => {
        if (action.name !== 'kvm.put_mediated') return true;
        const cpu = cpuOf(m, after, action);
        return !someHostEvent(m, after, cpu, isEnabled) || hostOwns(m, after, cpu);
      },
    }),
  }),
  protocolRule({
    id: 'LBR-MED-4',
    level: 'must',
    title: 'With a mediated vPMU, perf refuses events that include guests',
    statement: 'perf must refuse to open a host LBR event that does not exclude guests while a mediated vPMU exists.',
    rationale:
      'perf cannot schedule such an event. A refused user knows that; an accepted user takes an empty profile for an idle guest.',
    doesNotSay: 'It does not ask for the refusal on hosts with emulated vPMUs only.',
    killedBy: ['mediatedEvents=accepts-all'],
    inTrace: UNSEEN.mediated,
    securityBoundary: false,
    sources: [
      kernel('kernel/events/core.c', 'perf_create_mediated_pmu', 'v7.3', 'read'),
      kernel('kernel/events/core.c', 'mediated_pmu_account_event', 'v7.3', 'read'),
    ],
    exempt: [NO_MEDIATED],
    model: ['src/spec/model/protocol/actions/event.ts#canOpen'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: someLoaded,
      holds: (w) =>
        !m.mediated ||
        m.events.every(
          ({ index, vcpu, excludeGuest }) => vcpu >= 0 || excludeGuest || w.events[index].state === EventState.none,
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-MED-5',
    revision: 2,
    level: 'must',
    title: "The host's records survive mediated load and put",
    statement:
      'Load and put of a mediated vPMU must not change the host’s records of a pCPU, in its registers or set aside, unless put brings in a host LBR event that has never run.',
    rationale:
      'In 7.3 perf neither saves nor clears them, because nobody records in between. Whoever gives the registers to a guest has to set them aside. Only then does a host call stack stay usable across VM-entry.',
    doesNotSay: 'It does not cover the time between the two; [LBR-MED-2] does.',
    killedBy: [
      'mediatedLoad=takes-off-and-clears',
      'mediatedLbr=drops-host-records',
      'mediatedLbr=leaves-guest-records',
    ],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason: 'A design sets the host’s records aside while a guest has the registers.',
        before:
          'Load and put of a mediated vPMU must not change the records in the LBRs of a pCPU, unless put brings in a host LBR event that has never run.',
      },
    ],
    inTrace: UNSEEN.mediated,
    securityBoundary: false,
    sources: [LOAD, PUT],
    exempt: [NO_MEDIATED],
    model: MODEL,
    property: (m) => ({
      kind: 'step',
      about: ({ name }) => name.endsWith('_mediated'),
      witness: (before, action) =>
        action.name.endsWith('_mediated') && before.cpus.some(({ ring }) => ring.some((tag) => tag !== 0)),
      holds: (before, action, after) =>
        !action.name.endsWith('_mediated') ||
        someNewcomer(m, before) ||
        everyCpu(before, (cpu) => {
          const kept = hostRecords(m, after, cpu);
          return hostRecords(m, before, cpu).every((tag, i) => tag === kept[i]);
        }),
    }),
  }),
];

/** A host LBR event that waits and has never run. */
const someNewcomer = (m: Machine, w: World): boolean =>
  w.events.some(({ state, ran }, index) => m.events[index].vcpu < 0 && state === EventState.inactive && ran === 0);

/** The pCPU on which a vCPU thread takes a step. */
const cpuOf = (m: Machine, w: World, { at }: Action<World>): number =>
  at === undefined ? -1 : cpuOfVcpu(m, w, at.process);

const isEnabled = (_event: unknown, state: number): boolean => state >= EventState.inactive;
