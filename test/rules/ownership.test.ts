import { describeChapter, enter, switchTo, turnOn, type Sabotage, type Story } from './protocol-harness.ts';

/** Another thread of the VMM, on the other pCPU, makes an ioctl for the vCPU; then the vCPU runs. */
const ioctlFromElsewhere = [
  switchTo('A'),
  switchTo('T', 1),
  'vmm.read_lbr task=T vcpu=A',
  'kvm.run vcpu=A',
  ...enter(),
];

const kept: Story[] = [
  {
    rule: 'LBR-OWN-1',
    title: 'a CPU-pinned event takes the LBRs by IPI, at the start of the loop',
    on: 'contract',
    instance: 'pinned',
    steps: [...turnOn(), 'perf.open event=pinned'],
  },
  {
    rule: 'LBR-OWN-2',
    title: 'a PMI between the look at the event and VM-entry',
    on: 'v7.3',
    instance: 'pinned',
    steps: [
      'perf.open event=pinned',
      switchTo('A'),
      'kvm.run vcpu=A',
      ...enter().slice(0, -1),
      'nmi.sample event=pinned',
      'kvm.enter_guest vcpu=A',
    ],
  },
  {
    rule: 'LBR-OWN-2',
    title: 'a PMI of perfmon version 2 writes DEBUGCTL and leaves the owner',
    on: 'v7.3',
    instance: 'flexible',
    steps: ['perf.open event=flexible', 'nmi.sample event=flexible'],
  },
  {
    rule: 'LBR-OWN-3',
    title: 'the guest turns recording on beside a CPU-pinned event and does not get the LBRs',
    on: 'contract',
    instance: 'pinned',
    steps: ['perf.open event=pinned', ...turnOn()],
  },
  {
    rule: 'LBR-OWN-4',
    title: 'a CPU-pinned event arrives while the guest has the LBRs',
    on: 'contract',
    instance: 'pinned',
    steps: [...turnOn(), 'perf.open event=pinned'],
  },
  {
    rule: 'LBR-OWN-5',
    title: 'a flexible event is opened and enabled under a guest',
    on: 'v7.3',
    instance: 'flexible',
    steps: [...turnOn(), 'perf.open event=flexible', 'perf.disable event=flexible', 'perf.enable event=flexible'],
  },
  {
    rule: 'LBR-OWN-6',
    title: 'an ioctl of another thread makes an event for the vCPU thread',
    on: 'contract',
    instance: 'other-thread',
    steps: ioctlFromElsewhere,
  },
];

const broken: Story[] = [
  {
    rule: 'LBR-OWN-1',
    title: 'a PMI that throttles takes the event off, with IRQs off',
    on: 'v7.3',
    flips: { nmiThrottle: 'removes-event' },
    instance: 'pinned',
    steps: [
      'perf.open event=pinned',
      switchTo('A'),
      'kvm.run vcpu=A',
      'kvm.disable_irqs vcpu=A',
      'nmi.sample event=pinned',
    ],
  },
  {
    rule: 'LBR-OWN-2',
    title: 'a PMI that throttles takes the event off',
    on: 'v7.3',
    flips: { nmiThrottle: 'removes-event' },
    instance: 'pinned',
    steps: ['perf.open event=pinned', 'nmi.sample event=pinned'],
  },
  {
    rule: 'LBR-OWN-3',
    title: 'the guest LBR event is granted beside a CPU-pinned event',
    on: 'v7.3',
    instance: 'pinned',
    steps: ['perf.open event=pinned', ...turnOn()],
  },
  {
    rule: 'LBR-OWN-3',
    title: 'the posted order still grants it beside an event in call-stack mode',
    on: 'coexist-2023',
    instance: 'two-events',
    steps: ['perf.open event=pinned', ...turnOn()],
  },
  {
    rule: 'LBR-OWN-4',
    title: 'the guest owns the LBRs of a pCPU with a CPU-pinned event',
    on: 'v5.12',
    instance: 'pinned',
    steps: [...turnOn(), 'perf.open event=pinned'],
  },
  {
    rule: 'LBR-OWN-5',
    title: 'a guest LBR event that is flexible, as in the series of 2019, loses to a flexible host event',
    on: 'contract',
    flips: { vlbrPriority: 'task-flexible' },
    instance: 'flexible',
    steps: [...turnOn(), 'perf.open event=flexible'],
  },
  {
    rule: 'LBR-OWN-6',
    title: 'KVM takes the event of another thread for its own',
    on: 'v7.3',
    instance: 'other-thread',
    steps: ioctlFromElsewhere,
  },
];

const sabotages: Sabotage[] = [
  { rule: 'LBR-OWN-1', flips: { nmiThrottle: 'removes-event' }, instance: 'pinned', maxStates: 500 },
  { rule: 'LBR-OWN-2', flips: { nmiThrottle: 'removes-event' }, instance: 'pinned', maxStates: 500 },
  { rule: 'LBR-OWN-3', flips: { vlbrConstraint: 'bypass' }, instance: 'pinned' },
  { rule: 'LBR-OWN-3', flips: { vlbrConstraint: 'shared-register' }, instance: 'two-events' },
  { rule: 'LBR-OWN-4', flips: { vlbrConstraint: 'bypass' }, instance: 'pinned' },
  { rule: 'LBR-OWN-5', flips: { vlbrPriority: 'task-flexible' }, instance: 'flexible' },
  {
    rule: 'LBR-OWN-6',
    flips: { vlbrBinding: 'calling-thread', ownershipTest: 'event-active' },
    instance: 'other-thread',
  },
];

describeChapter('OWN', { kept, broken, sabotages });
