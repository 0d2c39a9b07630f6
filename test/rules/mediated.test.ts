import { describeChapter, switchTo, type Kill, type Case } from './protocol-harness.ts';

/** perf loads the context of the guest, on the way to VM-entry. */
const load = [switchTo('A'), 'kvm.run vcpu=A', 'kvm.disable_irqs vcpu=A', 'kvm.load_mediated vcpu=A'];

/** The same under a host event that has recorded until then. */
const loadAfterBranch = ['perf.open event=flexible', ...load.slice(0, -1), 'host.branch cpu=0', ...load.slice(-1)];

/** A host event waits outside while the guest runs, until perf puts the context of the guest. */
const roundTrip = [
  'perf.open event=flexible',
  ...load,
  'kvm.snapshot_debugctl vcpu=A',
  'kvm.decide_passthrough vcpu=A',
  'kvm.enter_guest vcpu=A',
  'guest.exit vcpu=A',
  'kvm.restore_debugctl vcpu=A',
  'kvm.put_mediated vcpu=A',
];

const kept: Case[] = [
  {
    rule: 'LBR-MED-1',
    title: 'perf loads the context of a guest',
    on: 'contract',
    instance: 'mediated',
    steps: load,
  },
  {
    rule: 'LBR-MED-2',
    title: 'perf loads the context of a guest',
    on: 'contract',
    instance: 'mediated',
    steps: load,
  },
  {
    rule: 'LBR-MED-3',
    title: 'a flexible event comes back',
    on: 'contract',
    instance: 'mediated',
    steps: roundTrip,
  },
  {
    rule: 'LBR-MED-4',
    title: 'perf loads the context of a guest',
    on: 'contract',
    instance: 'mediated',
    steps: load,
  },
  {
    rule: 'LBR-MED-5',
    title: 'the registers hold a branch of the host',
    on: 'contract',
    instance: 'mediated',
    steps: loadAfterBranch,
  },
  {
    rule: 'LBR-MED-5',
    title: 'load sets the branch of the host aside for a guest with LBRs',
    on: 'contract',
    flips: { mediatedLbr: 'saved-and-loaded' },
    instance: 'mediated',
    steps: loadAfterBranch,
  },
];

const broken: Case[] = [
  {
    rule: 'LBR-MED-1',
    title: 'load takes nothing off',
    on: 'contract',
    flips: { mediatedLoad: 'leaves-events' },
    instance: 'mediated',
    steps: ['perf.open event=flexible', ...load],
  },
  {
    rule: 'LBR-MED-2',
    title: 'KVM writes back what it read before load',
    on: 'contract',
    flips: { mediatedOrder: 'snapshot-first' },
    instance: 'mediated',
    steps: [
      'perf.open event=flexible',
      switchTo('A'),
      'kvm.run vcpu=A',
      'kvm.disable_irqs vcpu=A',
      'kvm.snapshot_debugctl vcpu=A',
      'kvm.load_mediated vcpu=A',
      'kvm.decide_passthrough vcpu=A',
      'kvm.enter_guest vcpu=A',
      'guest.exit vcpu=A',
      'kvm.restore_debugctl vcpu=A',
    ],
  },
  {
    rule: 'LBR-MED-3',
    title: 'put schedules nothing in',
    on: 'contract',
    flips: { mediatedPut: 'at-next-switch' },
    instance: 'mediated',
    steps: roundTrip,
  },
  {
    rule: 'LBR-MED-4',
    title: 'perf accepts the event',
    on: 'contract',
    flips: { mediatedEvents: 'accepts-all' },
    instance: 'mediated',
    steps: ['perf.open event=sees-guest'],
  },
  {
    rule: 'LBR-MED-5',
    title: 'load zeroes the records',
    on: 'contract',
    flips: { mediatedLoad: 'takes-off-and-clears' },
    instance: 'mediated',
    steps: loadAfterBranch,
  },
  {
    rule: 'LBR-MED-5',
    title: 'load gives the registers to the guest and forgets what they held',
    on: 'contract',
    flips: { mediatedLbr: 'drops-host-records' },
    instance: 'mediated',
    steps: loadAfterBranch,
  },
];

const kills: Kill[] = [
  { rule: 'LBR-MED-1', flips: { mediatedLoad: 'leaves-events' }, instance: 'mediated' },
  { rule: 'LBR-MED-1', flips: { mediatedLoad: 'leaves-task-events' }, instance: 'mediated-task' },
  { rule: 'LBR-MED-2', flips: { mediatedOrder: 'snapshot-first' }, instance: 'mediated' },
  { rule: 'LBR-MED-3', flips: { mediatedPut: 'at-next-switch' }, instance: 'mediated' },
  { rule: 'LBR-MED-4', flips: { mediatedEvents: 'accepts-all' }, instance: 'mediated' },
  { rule: 'LBR-MED-5', flips: { mediatedLoad: 'takes-off-and-clears' }, instance: 'mediated' },
  { rule: 'LBR-MED-5', flips: { mediatedLbr: 'drops-host-records' }, instance: 'mediated' },
  { rule: 'LBR-MED-5', flips: { mediatedLbr: 'leaves-guest-records' }, instance: 'mediated' },
];

describeChapter('MED', { kept, broken, kills });
