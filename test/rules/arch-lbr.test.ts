import { describeChapter, start, trapped, turnOn, type Kill, type Case } from './protocol-harness.ts';

const kept: Case[] = [
  {
    rule: 'LBR-ARCH-1',
    title: 'a vCPU thread runs beside a host event',
    on: 'contract',
    instance: 'arch',
    steps: ['perf.open event=pinned', 'sched.switch cpu=0 task=A'],
  },
  {
    rule: 'LBR-ARCH-2',
    title: 'the guest runs under a host event that excludes it',
    on: 'contract',
    instance: 'arch',
    steps: ['perf.open event=pinned', ...start()],
  },
  {
    rule: 'LBR-ARCH-3',
    title: 'a guest that owns the LBRs is about to enter',
    on: 'contract',
    instance: 'arch',
    steps: [...turnOn(), 'kvm.disable_irqs vcpu=A'],
  },
  {
    rule: 'LBR-ARCH-4',
    title: 'the guest writes LBR_DEPTH',
    on: 'contract',
    instance: 'arch',
    steps: [...start(), ...trapped('write_depth'), 'kvm.access_lbr_msr vcpu=A'],
  },
  {
    rule: 'LBR-ARCH-37',
    title: 'a PMI ends the guest, and perf reads under the host’s IA32_XSS',
    on: 'contract',
    instance: 'arch',
    steps: [
      'perf.open event=pinned',
      ...start(),
      'guest.exit_by_nmi vcpu=A event=pinned',
      'nmi.sample_guest vcpu=A event=pinned',
    ],
  },
];

const broken: Case[] = [
  {
    rule: 'LBR-ARCH-1',
    title: 'VM-exit has cleared IA32_LBR_CTL and nobody puts it back',
    on: 'contract',
    flips: { hostLbrCtl: 'not-restored' },
    instance: 'arch',
    steps: ['perf.open event=pinned', ...start(), 'guest.exit vcpu=A', 'kvm.restore_debugctl vcpu=A'],
  },
  {
    rule: 'LBR-ARCH-2',
    title: 'toggling with ownership leaves the register of a host owner alone',
    on: 'contract',
    flips: { lbrCtlControls: 'with-ownership' },
    instance: 'arch',
    steps: ['perf.open event=pinned', ...start()],
  },
  {
    rule: 'LBR-ARCH-3',
    title: 'KVM writes the register by WRMSR before VM-entry',
    on: 'contract',
    flips: { lbrCtlControls: 'by-wrmsr' },
    instance: 'arch',
    steps: [...turnOn(), 'kvm.disable_irqs vcpu=A', 'kvm.snapshot_debugctl vcpu=A', 'kvm.decide_passthrough vcpu=A'],
  },
  {
    rule: 'LBR-ARCH-4',
    title: 'the write goes to hardware while the host owns the LBRs',
    on: 'contract',
    flips: { archAccess: 'unguarded' },
    instance: 'arch',
    steps: [...start(), ...trapped('write_depth'), 'kvm.access_lbr_msr vcpu=A'],
  },
  {
    rule: 'LBR-ARCH-37',
    title: 'a PMI ends the guest, and XSAVES stores no records',
    on: 'v7.3',
    instance: 'arch',
    steps: [
      'perf.open event=pinned',
      ...start(),
      'guest.exit_by_nmi vcpu=A event=pinned',
      'nmi.sample_guest vcpu=A event=pinned',
    ],
  },
];

const kills: Kill[] = [
  { rule: 'LBR-ARCH-1', flips: { hostLbrCtl: 'not-restored' }, instance: 'arch' },
  { rule: 'LBR-ARCH-2', flips: { lbrCtlControls: 'with-ownership' }, instance: 'arch' },
  { rule: 'LBR-ARCH-3', flips: { lbrCtlControls: 'load-only' }, instance: 'arch' },
  { rule: 'LBR-ARCH-4', flips: { archAccess: 'unguarded' }, instance: 'arch' },
  { rule: 'LBR-ARCH-37', flips: { archSampleRead: 'under-guest-xss' }, instance: 'arch' },
];

describeChapter('ARCH', { kept, broken, kills });
