import {
  describeChapter,
  enter,
  leave,
  record,
  switchTo,
  times,
  trapped,
  turnOn,
  type Kill,
  type Case,
} from './protocol-harness.ts';

/** Once into the guest and out again; the first line is optional. */
const round = [...enter(), 'guest.exit vcpu=A', ...leave()];

/** As many steps of KVM as the rule allows, without anything that KVM could serve. */
const untilTheBound = times(4, round.slice(1)).slice(0, 24);

/** The guest turns recording on beside a contender that goes later. */
const contenderGoes = (event: string): string[] => [
  `perf.open event=${event}`,
  ...turnOn(),
  `perf.close event=${event}`,
];

/** Another thread of the VMM makes an ioctl on pCPU 1; then the guest turns recording on, on pCPU 0. */
const ioctlFirst = [
  switchTo('A'),
  switchTo('T', 1),
  'vmm.read_lbr task=T vcpu=A',
  'kvm.run vcpu=A',
  ...enter(),
  ...trapped('enable_lbr'),
];

const kept: Case[] = [
  {
    rule: 'LBR-LIV-1',
    title: 'the contender goes, and KVM claims the LBRs before the next VM-entry',
    on: 'contract',
    instance: 'pinned',
    steps: [...contenderGoes('pinned'), ...times(3, round)],
  },
  {
    rule: 'LBR-LIV-2',
    title: 'the vCPU thread goes, and the rotation timer brings the host event in',
    on: 'contract',
    instance: 'flexible',
    steps: ['perf.open event=flexible', ...record(), switchTo('idle'), '?perf.rotate cpu=0', 'host.branch cpu=0'],
  },
  {
    rule: 'LBR-LIV-3',
    title: 'the guest enters without the LBRs and is told',
    on: 'contract',
    instance: 'pinned',
    steps: ['perf.open event=pinned', ...turnOn(), ...enter()],
  },
  {
    rule: 'LBR-LIV-4',
    title: 'the guest turns recording on, and its next VM-entry records',
    on: 'v7.3',
    instance: 'pinned',
    steps: [...turnOn(), ...enter()],
  },
  {
    rule: 'LBR-LIV-4',
    title: 'the same after an ioctl of another thread',
    on: 'contract',
    instance: 'other-thread',
    steps: [...ioctlFirst, ...enter()],
  },
  {
    rule: 'LBR-LIV-5',
    title: 'a request is pending',
    on: 'request',
    instance: 'request',
    steps: [...turnOn(), 'perf.open event=pinned'],
  },
];

const broken: Case[] = [
  {
    rule: 'LBR-LIV-1',
    title: 'an event in ERROR is not tried again while the guest does not touch its MSRs',
    on: 'coexist-2023',
    instance: 'pinned',
    steps: [...contenderGoes('pinned'), ...untilTheBound],
  },
  {
    rule: 'LBR-LIV-1',
    title: 'the releases never try again',
    on: 'v7.3',
    instance: 'raw-1b00',
    steps: [...contenderGoes('raw-1b00'), ...untilTheBound],
  },
  {
    rule: 'LBR-LIV-2',
    title: 'an event that leaves the shared register taken keeps others out for good',
    on: 'contract',
    flips: { registerRelease: 'leaks' },
    instance: 'flexible',
    steps: [...turnOn(), 'perf.open event=flexible', switchTo('idle'), ...times(4, ['perf.rotate cpu=0'])],
  },
  {
    rule: 'LBR-LIV-3',
    title: 'the guest enters without the LBRs, and nothing says so',
    on: 'v7.3',
    instance: 'raw-1b00',
    steps: ['perf.open event=raw-1b00', ...turnOn(), ...enter()],
  },
  {
    rule: 'LBR-LIV-4',
    title: 'an event of another thread stands in for the guest’s',
    on: 'v7.3',
    instance: 'other-thread',
    steps: [...ioctlFirst, ...enter()],
  },
  {
    rule: 'LBR-LIV-5',
    title: 'perf shows the pinned event ACTIVE and the guest keeps the LBRs',
    on: 'v7.3',
    instance: 'pinned',
    steps: [
      ...turnOn(),
      'perf.open event=pinned',
      ...times(3, [...enter(), 'guest.exit vcpu=A', ...leave()]),
      ...enter().slice(0, -1),
    ],
  },
];

const kills: Kill[] = [
  { rule: 'LBR-LIV-1', flips: { vlbrRecovery: 'on-access' }, instance: 'pinned', maxStates: 4000 },
  { rule: 'LBR-LIV-2', flips: { registerRelease: 'leaks' }, instance: 'flexible' },
  { rule: 'LBR-LIV-3', flips: { lossNotice: 'none' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-LIV-4', flips: { vlbrPriority: 'task-flexible' }, instance: 'pinned', maxStates: 4000 },
  { rule: 'LBR-LIV-5', flips: { takeOver: 'request-seen-at-loop-start' }, instance: 'request', maxStates: 30000 },
];

describeChapter('LIV', { kept, broken, kills });
