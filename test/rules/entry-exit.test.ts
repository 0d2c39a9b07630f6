import {
  describeChapter,
  enter,
  leave,
  start,
  switchTo,
  turnOn,
  type Sabotage,
  type Story,
} from './protocol-harness.ts';

/** The guest records, and loses the LBRs to an event with its own encoding; its DEBUGCTL still says "on". */
const recordsWithout = ['perf.open event=raw-1b00', ...turnOn(), ...enter(), 'guest.branch vcpu=A'];

const kept: Story[] = [
  {
    rule: 'LBR-ENT-1',
    title: 'the look at the event is followed by VM-entry',
    on: 'v5.12',
    instance: 'pinned',
    steps: [...turnOn(), ...enter()],
  },
  {
    rule: 'LBR-ENT-2',
    title: 'an owner records',
    on: 'contract',
    instance: 'pinned',
    steps: [...turnOn(), ...enter(), 'guest.branch vcpu=A'],
  },
  {
    rule: 'LBR-ENT-2',
    title: 'the guest records for a host owner that asked for it, whatever it set itself',
    on: 'contract',
    instance: 'flexible',
    steps: ['perf.open event=flexible', ...start(), 'guest.branch vcpu=A'],
  },
  {
    rule: 'LBR-ENT-3',
    title: 'after VM-exit perf leaves the registers alone, as the guest owns them',
    on: 'v7.3',
    instance: 'pinned',
    steps: ['perf.open event=pinned', ...turnOn(), ...enter(), 'guest.exit vcpu=A', ...leave()],
  },
  {
    rule: 'LBR-ENT-4',
    title: 'an event that is opened in KVM_RUN records after VM-exit',
    on: 'v7.3',
    instance: 'pinned',
    steps: [
      switchTo('A'),
      'kvm.run vcpu=A',
      'perf.open event=pinned',
      ...enter(),
      'guest.exit vcpu=A',
      ...leave(),
      'host.branch cpu=0',
    ],
  },
  {
    rule: 'LBR-ENT-5',
    title: 'VM-entry turns recording on for a host event that asked for the guest',
    on: 'contract',
    instance: 'flexible',
    steps: ['perf.open event=flexible', ...start()],
  },
  {
    rule: 'LBR-ENT-6',
    title: 'the guest turns recording on and enters',
    on: 'contract',
    instance: 'pinned',
    steps: [...turnOn(), ...enter()],
  },
];

const broken: Story[] = [
  {
    rule: 'LBR-ENT-1',
    title: 'passthrough decided at vcpu_load(), and the event goes by IPI before VM-entry',
    on: 'contract',
    flips: { passthroughDecision: 'vcpu-load' },
    instance: 'pinned',
    steps: [
      ...turnOn(),
      'kvm.exit_to_vmm vcpu=A',
      'kvm.run vcpu=A',
      'perf.open event=pinned',
      '?kvm.serve_requests vcpu=A',
      ...enter(),
    ],
  },
  {
    rule: 'LBR-ENT-2',
    title: 'a guest that lost the LBRs records for the host, by its own choice',
    on: 'v7.3',
    instance: 'raw-1b00',
    steps: recordsWithout,
  },
  {
    rule: 'LBR-ENT-2',
    title: 'with the order of 2023 an ordinary CPU-pinned event is enough',
    on: 'coexist-2023',
    instance: 'pinned',
    steps: ['perf.open event=pinned', ...turnOn(), ...enter(), 'guest.branch vcpu=A'],
  },
  {
    rule: 'LBR-ENT-3',
    title: 'an old snapshot turns recording on again, and a host branch goes in',
    on: 'v6.2',
    instance: 'pinned',
    steps: [
      'perf.open event=pinned',
      switchTo('A'),
      'kvm.run vcpu=A',
      'perf.close event=pinned',
      ...enter(),
      'guest.enable_lbr vcpu=A',
      ...leave(),
      'kvm.handle_exit vcpu=A',
      'host.branch cpu=0',
    ],
  },
  {
    rule: 'LBR-ENT-4',
    title: 'an event that is opened after the snapshot records nothing after VM-exit',
    on: 'v6.2',
    instance: 'pinned',
    steps: [
      switchTo('A'),
      'kvm.run vcpu=A',
      'perf.open event=pinned',
      ...enter(),
      'guest.exit vcpu=A',
      'kvm.restore_debugctl vcpu=A',
    ],
  },
  {
    rule: 'LBR-ENT-5',
    title: 'VM-entry loads the clear bit of a guest that does not record',
    on: 'v7.3',
    instance: 'flexible',
    steps: ['perf.open event=flexible', ...start()],
  },
  {
    rule: 'LBR-ENT-6',
    title: 'IA32_LBR_CTL keeps the value of the host across VM-entry',
    on: 'contract',
    flips: { lbrCtlControls: 'never' },
    instance: 'arch',
    steps: [...turnOn(), ...enter()],
  },
];

const sabotages: Sabotage[] = [
  { rule: 'LBR-ENT-1', flips: { passthroughDecision: 'vcpu-load' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-ENT-2', flips: { guestRecording: 'as-written' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-ENT-3', flips: { vlbrMutesHost: 'no' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-ENT-4', flips: { debugctlSnapshot: 'vcpu-load' }, instance: 'pinned', maxStates: 2000 },
  { rule: 'LBR-ENT-5', flips: { guestRecording: 'owner-only' }, instance: 'flexible', maxStates: 500 },
  { rule: 'LBR-ENT-6', flips: { lbrCtlControls: 'never' }, instance: 'arch' },
];

describeChapter('ENT', { kept, broken, sabotages });
