import {
  describeChapter,
  enter,
  leave,
  readLbr,
  record,
  start,
  switchTo,
  trapped,
  turnOn,
  writeSelect,
  type Kill,
  type Case,
} from './protocol-harness.ts';

/** The first LBR access of a guest, where a CPU-pinned host event has recorded. */
const firstAccess = [
  'perf.open event=pinned',
  ...start(),
  'guest.read_lbr vcpu=A',
  ...leave(),
  'host.branch cpu=0',
  'kvm.handle_exit vcpu=A',
  'kvm.access_lbr_msr vcpu=A',
];

/** The same in a pCPU that the host left before: its event is closed when the guest comes. */
const afterHost = [
  'perf.open event=flexible',
  'host.branch cpu=0',
  'perf.close event=flexible',
  ...start(),
  ...readLbr(),
];

/** Guest A records and is preempted; guest B comes and reads. */
const nextGuest = [...record('A'), ...start('B'), ...readLbr('B')];

/** A host PEBS event stores records while KVM runs between two stays in the guest. */
const pebsUnderGuest = ['perf.open event=pebs', ...turnOn(), ...enter(), 'guest.branch vcpu=A', 'guest.exit vcpu=A'];

/** A guest records and leaves; then a host event that was open before is enabled, and takes a PMI. */
const enabledAfterGuest = [
  'perf.open event=pinned',
  'perf.disable event=pinned',
  ...record(),
  switchTo('idle'),
  'perf.enable event=pinned',
  'nmi.sample event=pinned',
];

const kept: Case[] = [
  {
    rule: 'LBR-ISO-1',
    title: 'a guest reads what it recorded itself',
    on: 'v7.3',
    instance: 'pinned',
    steps: [...record(), ...enter(), ...readLbr()],
  },
  {
    rule: 'LBR-ISO-1',
    title: 'the host recorded here, its event is mute, and the guest has recorded one branch of its own',
    on: 'contract',
    instance: 'flexible',
    steps: ['perf.open event=flexible', 'host.branch cpu=0', ...record(), ...enter(), ...readLbr()],
  },
  {
    rule: 'LBR-ISO-2',
    title: 'the first access after a host event',
    on: 'contract',
    instance: 'guest-writes',
    steps: afterHost,
  },
  {
    rule: 'LBR-ISO-3',
    title: 'the first access after a host event',
    on: 'contract',
    instance: 'guest-writes',
    steps: afterHost,
  },
  {
    rule: 'LBR-ISO-4',
    title: 'another guest comes and reads',
    on: 'contract',
    instance: 'two-vms',
    steps: nextGuest,
  },
  {
    rule: 'LBR-ISO-5',
    title: 'an event that excludes guests comes in beside one that asked for them',
    on: 'contract',
    instance: 'asks-and-excludes',
    steps: [
      'perf.open event=asks',
      ...start(),
      'guest.branch vcpu=A',
      'guest.exit vcpu=A',
      ...leave(),
      'perf.open event=flexible',
      'nmi.sample event=flexible',
    ],
  },
  {
    rule: 'LBR-ISO-5',
    title: 'an event is enabled after a guest recorded, and takes its first PMI',
    on: 'contract',
    instance: 'pinned',
    steps: enabledAfterGuest,
  },
  {
    rule: 'LBR-ISO-6',
    title: 'a PEBS event of the host records where no guest has the LBRs',
    on: 'contract',
    instance: 'pebs',
    steps: ['perf.open event=pebs', 'host.branch cpu=0', 'nmi.pebs_record event=pebs'],
  },
  {
    rule: 'LBR-ISO-7',
    title: 'a guest stores what it recorded itself',
    on: 'v6.2',
    instance: 'pebs',
    steps: [...turnOn(), ...enter(), 'guest.branch vcpu=A', 'guest.pebs_record vcpu=A'],
  },
  {
    rule: 'LBR-ISO-8',
    title: 'a sample of the only event',
    on: 'v7.3',
    instance: 'pinned',
    steps: ['perf.open event=pinned', 'host.branch cpu=0', 'nmi.sample event=pinned'],
  },
  {
    rule: 'LBR-ISO-9',
    title: 'a guest reads its own registers',
    on: 'contract',
    instance: 'destroy',
    steps: [...start(), ...readLbr()],
  },
];

const broken: Case[] = [
  {
    rule: 'LBR-ISO-1',
    title: 'the first access of a guest reads the records of a CPU-pinned event',
    on: 'v7.3',
    instance: 'pinned',
    steps: firstAccess,
  },
  {
    rule: 'LBR-ISO-1',
    title: 'a restore that is left out leaves the host’s records',
    on: 'v7.3',
    instance: 'flexible',
    steps: [
      'perf.open event=flexible',
      'perf.disable event=flexible',
      ...turnOn(),
      switchTo('idle'),
      'perf.enable event=flexible',
      'host.branch cpu=0',
      switchTo('A'),
      ...enter(),
      'guest.read_lbr vcpu=A',
    ],
  },
  {
    rule: 'LBR-ISO-2',
    title: 'the first access reads the filter of a CPU-pinned event',
    on: 'v7.3',
    instance: 'pinned',
    steps: firstAccess,
  },
  {
    rule: 'LBR-ISO-3',
    title: 'a reset does not cover TOS',
    on: 'v7.3',
    instance: 'guest-writes',
    steps: afterHost,
  },
  {
    rule: 'LBR-ISO-4',
    title: 'a reset does not cover TOS',
    on: 'v7.3',
    instance: 'two-vms',
    steps: nextGuest,
  },
  {
    rule: 'LBR-ISO-4',
    title: 'in v5.12 a reset does not cover LBR_SELECT',
    on: 'v5.12',
    instance: 'two-vms-select',
    steps: [...start('A'), ...writeSelect('A'), ...start('B'), ...readLbr('B')],
  },
  {
    rule: 'LBR-ISO-5',
    title: 'an event that has run before shows the records of the guest',
    on: 'v7.3',
    instance: 'pinned',
    steps: enabledAfterGuest,
  },
  {
    rule: 'LBR-ISO-6',
    title: 'the mute of perf does not mute PEBS',
    on: 'v7.3',
    instance: 'pebs',
    steps: [...pebsUnderGuest, 'nmi.pebs_record event=pebs'],
  },
  {
    rule: 'LBR-ISO-7',
    title: 'a guest without LBRs stores the records of the host',
    on: 'v6.2',
    instance: 'pebs',
    steps: [
      'perf.open event=pebs',
      switchTo('A'),
      'kvm.run vcpu=A',
      ...enter().slice(0, -1),
      'host.branch cpu=0',
      'kvm.enter_guest vcpu=A',
      'guest.pebs_record vcpu=A',
    ],
  },
  {
    rule: 'LBR-ISO-8',
    title: 'a guest LBR event that was added last decides how a host sample is filtered',
    on: 'v7.3',
    instance: 'pinned',
    steps: [
      'perf.open event=pinned',
      ...start(),
      ...trapped('enable_lbr'),
      switchTo('idle'),
      'nmi.sample event=pinned',
    ],
  },
  {
    rule: 'LBR-ISO-9',
    title: 'the next VM on the thread reads what the last one left',
    on: 'v7.3',
    instance: 'destroy',
    steps: [...record(), 'kvm.exit_to_vmm vcpu=A', 'vmm.destroy_vm vcpu=A', 'kvm.run vcpu=A', ...enter(), ...readLbr()],
  },
];

const kills: Kill[] = [
  { rule: 'LBR-ISO-1', flips: { msrAccess: 'irqs-on' }, instance: 'pinned', maxStates: 4000 },
  { rule: 'LBR-ISO-2', flips: { msrAccess: 'irqs-on' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-ISO-3', flips: { resetCovers: 'records-and-select' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-ISO-4', flips: { resetCovers: 'records-and-select' }, instance: 'two-vms', maxStates: 10_000 },
  { rule: 'LBR-ISO-5', flips: { guestRecording: 'as-written' }, instance: 'pinned' },
  {
    rule: 'LBR-ISO-5',
    flips: { mixedUsers: 'what-is-there' },
    instance: 'asks-and-excludes',
    maxStates: 20_000,
  },
  { rule: 'LBR-ISO-6', flips: { vlbrConstraint: 'bypass' }, instance: 'pebs' },
  { rule: 'LBR-ISO-7', flips: { guestPebs: 'adaptive' }, instance: 'pebs' },
  { rule: 'LBR-ISO-8', flips: { sampleFilter: 'last-added' }, instance: 'pinned' },
  { rule: 'LBR-ISO-9', flips: { vmDestroy: 'leaves-records' }, instance: 'destroy' },
];

describeChapter('ISO', { kept, broken, kills });
