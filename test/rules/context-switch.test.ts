import {
  describeChapter,
  enter,
  leave,
  record,
  start,
  switchTo,
  trapped,
  turnOn,
  writeSelect,
  type Kill,
  type Case,
} from './protocol-harness.ts';

/** The guest records, turns recording off, and is preempted before it reads what it recorded. */
const preemptedBeforeReading = [
  ...turnOn(),
  ...enter(),
  'guest.branch vcpu=A',
  ...trapped('disable_lbr'),
  switchTo('idle'),
  switchTo('A'),
  'kvm.serve_requests vcpu=A',
];

/** A host event that has run before is enabled while the guest's thread is away. */
const enabledMeanwhile = [
  'perf.open event=pinned',
  'perf.disable event=pinned',
  ...record(),
  switchTo('idle'),
  'perf.enable event=pinned',
];

/** A host event is on; the guest exits, the host executes a branch, and KVM creates the guest LBR event. */
const createdBesideHost = [
  'perf.open event=pinned',
  ...start(),
  'guest.enable_lbr vcpu=A',
  ...leave(),
  'host.branch cpu=0',
  'kvm.handle_exit vcpu=A',
];

const systemWide = [switchTo('T'), 'perf.open event=flexible', 'host.branch cpu=0', switchTo('idle')];

/** A guest records, and a host event that has run before is on while its thread is away. */
const recordsInBetween = [
  'perf.open event=flexible',
  'perf.disable event=flexible',
  ...record(),
  switchTo('idle'),
  'perf.enable event=flexible',
  // The scheduler's own branch on the way is the one that the event records.
  switchTo('A'),
];

const kept: Case[] = [
  {
    rule: 'LBR-CTX-1',
    title: 'the thread is preempted and comes back',
    on: 'v7.3',
    instance: 'pinned',
    steps: [...record(), switchTo('idle'), switchTo('A')],
  },
  {
    rule: 'LBR-CTX-1',
    title: 'the thread moves to another pCPU and back',
    on: 'v5.12',
    instance: 'two-cpus',
    steps: [...record(), switchTo('idle'), switchTo('A', 1), switchTo('idle', 1), switchTo('A')],
  },
  {
    rule: 'LBR-CTX-2',
    title: 'the guest LBR event is created where the host records',
    on: 'contract',
    instance: 'flexible',
    steps: ['perf.open event=flexible', ...start(), ...trapped('enable_lbr')],
  },
  {
    rule: 'LBR-CTX-3',
    title: 'the guest turns recording off and is preempted before it reads',
    on: 'contract',
    instance: 'pinned',
    steps: preemptedBeforeReading,
  },
  {
    rule: 'LBR-CTX-4',
    title: 'a CPU-pinned event takes the LBRs and gives them back',
    on: 'contract',
    instance: 'pinned',
    steps: [...record(), 'perf.open event=pinned', 'perf.close event=pinned', ...enter()],
  },
  {
    rule: 'LBR-CTX-5',
    title: 'an event that has run before is enabled after the guest recorded',
    on: 'contract',
    instance: 'pinned',
    steps: enabledMeanwhile,
  },
  {
    rule: 'LBR-CTX-6',
    title: 'the thread is preempted and comes back',
    on: 'v7.3',
    instance: 'guest-writes',
    steps: [
      ...turnOn(),
      ...enter(),
      ...writeSelect(),
      'guest.exit vcpu=A',
      ...leave(),
      switchTo('idle'),
      switchTo('A'),
    ],
  },
  {
    rule: 'LBR-CTX-7',
    title: 'a plain task leaves under a system-wide event',
    on: 'v7.3',
    instance: 'task-event',
    steps: systemWide,
  },
  {
    rule: 'LBR-CTX-8',
    title: 'the task comes back to its own branch',
    on: 'v7.3',
    instance: 'call-stack',
    steps: [
      'perf.open event=pinned',
      switchTo('T'),
      'host.branch cpu=0',
      switchTo('idle'),
      'host.branch cpu=0',
      switchTo('T'),
    ],
  },
  {
    rule: 'LBR-CTX-9',
    title: 'the thread is preempted while a host event records',
    on: 'contract',
    instance: 'flexible',
    steps: [...recordsInBetween],
  },
  {
    rule: 'LBR-CTX-8',
    title: 'the task leaves with its own branch on top',
    on: 'contract',
    instance: 'call-stack',
    steps: ['perf.open event=pinned', 'sched.switch cpu=0 task=T', 'host.branch cpu=0', 'sched.switch cpu=0 task=idle'],
  },
];

const broken: Case[] = [
  {
    rule: 'LBR-CTX-1',
    title: 'somebody recorded in between, and the restore is left out',
    on: 'v7.3',
    instance: 'flexible',
    steps: [
      'perf.open event=flexible',
      'perf.disable event=flexible',
      ...record(),
      switchTo('idle'),
      'perf.enable event=flexible',
      'host.branch cpu=0',
      switchTo('A'),
    ],
  },
  {
    rule: 'LBR-CTX-1',
    title: 'the guest LBR event does not fit on the way in, and its image is gone with the next switch',
    on: 'v7.3',
    instance: 'raw-1b00',
    steps: [...record(), switchTo('idle'), 'perf.open event=raw-1b00', switchTo('A'), switchTo('idle')],
  },
  {
    rule: 'LBR-CTX-2',
    title: 'a guest LBR event that is created beside a host event resets nothing',
    on: 'v7.3',
    instance: 'pinned',
    steps: createdBesideHost,
  },
  {
    rule: 'LBR-CTX-2',
    title: "a lazy release leaves guest A's records, and the restore for guest B is left out",
    on: 'v7.3',
    instance: 'two-vms',
    steps: [
      ...turnOn('A'),
      ...enter('A'),
      'guest.branch vcpu=A',
      'guest.branch vcpu=A',
      ...trapped('disable_lbr', 'A'),
      ...turnOn('B'),
      switchTo('A'),
      'kvm.serve_requests vcpu=A',
      switchTo('B'),
    ],
  },
  {
    rule: 'LBR-CTX-3',
    title: 'the release takes the records with it',
    on: 'v7.3',
    instance: 'pinned',
    steps: preemptedBeforeReading,
  },
  {
    rule: 'LBR-CTX-4',
    title: 'opening a CPU-pinned event resets the registers, although the guest keeps the LBRs',
    on: 'v7.3',
    instance: 'pinned',
    steps: [...record(), 'perf.open event=pinned'],
  },
  {
    rule: 'LBR-CTX-4',
    title: 'with the order of 2023 the guest loses the LBRs, and its records with them',
    on: 'coexist-2023',
    instance: 'pinned',
    steps: [...record(), 'perf.open event=pinned'],
  },
  {
    rule: 'LBR-CTX-5',
    title: 'the event starts with the records of the guest',
    on: 'v7.3',
    instance: 'pinned',
    steps: enabledMeanwhile,
  },
  {
    rule: 'LBR-CTX-6',
    title: 'a release while recording is off takes LBR_SELECT along',
    on: 'v7.3',
    instance: 'two-vms-select',
    steps: [...start(), ...writeSelect(), switchTo('idle'), switchTo('A'), ...enter(), ...trapped('enable_lbr')],
  },
  {
    rule: 'LBR-CTX-6',
    title: 'a host event changes it in between, and the restore is left out',
    on: 'coexist-2023',
    instance: 'guest-writes',
    steps: [
      'perf.open event=flexible',
      ...start(),
      ...writeSelect(),
      switchTo('idle'),
      'perf.rotate cpu=0',
      'host.branch cpu=0',
      switchTo('A'),
    ],
  },
  {
    rule: 'LBR-CTX-7',
    title: 'without the callback for events of a pCPU, as before v5.12-rc',
    on: 'v7.3',
    flips: { taskSwitchCallback: 'task-events-only' },
    instance: 'task-event',
    steps: systemWide,
  },
  {
    rule: 'LBR-CTX-8',
    title: 'nobody saves the records of the task',
    on: 'v6.12',
    instance: 'call-stack',
    steps: ['perf.open event=pinned', 'sched.switch cpu=0 task=T', 'host.branch cpu=0', 'sched.switch cpu=0 task=idle'],
  },
  {
    rule: 'LBR-CTX-9',
    title: 'a host event moves TOS in between, and the restore is left out',
    on: 'v7.3',
    instance: 'flexible',
    steps: [...recordsInBetween],
  },
];

const kills: Kill[] = [
  { rule: 'LBR-CTX-1', flips: { handOver: 'first-user-reset' }, instance: 'pinned' },
  { rule: 'LBR-CTX-2', flips: { handOver: 'none' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-CTX-3', flips: { lazyRelease: 'drops-records' }, instance: 'freeze-on-smi' },
  { rule: 'LBR-CTX-4', flips: { handOver: 'first-user-reset' }, instance: 'pinned' },
  { rule: 'LBR-CTX-5', flips: { handOver: 'none' }, instance: 'pinned' },
  { rule: 'LBR-CTX-6', flips: { lazyRelease: 'drops-records' }, instance: 'guest-writes' },
  { rule: 'LBR-CTX-9', flips: { handOver: 'none' }, instance: 'guest-writes', maxStates: 11_000 },
  { rule: 'LBR-CTX-7', flips: { taskSwitchCallback: 'task-events-only' }, instance: 'task-event', maxStates: 1000 },
  { rule: 'LBR-CTX-8', flips: { systemWideCallStack: 'wiped' }, instance: 'call-stack' },
];

describeChapter('CTX', { kept, broken, kills });
