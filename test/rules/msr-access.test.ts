import {
  describeChapter,
  enter,
  ioctlFromElsewhere,
  readLbr,
  start,
  switchTo,
  writeSelect,
  type Kill,
  type Case,
} from './protocol-harness.ts';

const kept: Case[] = [
  {
    rule: 'LBR-MSR-1',
    title: 'a guest that lost the LBRs reads zeros',
    on: 'v7.3',
    instance: 'raw-1b00',
    steps: ['perf.open event=raw-1b00', ...start(), ...readLbr()],
  },
  {
    rule: 'LBR-MSR-1',
    title: 'an ioctl of another thread reads zeros, and creates no event for that thread',
    on: 'contract',
    instance: 'other-thread',
    steps: [switchTo('T', 1), 'vmm.read_lbr task=T vcpu=A'],
  },
  {
    rule: 'LBR-MSR-2',
    title: 'a host event of its thread was first, and the write goes nowhere',
    on: 'contract',
    instance: 'task-pinned',
    steps: [switchTo('A'), 'perf.open event=task-pinned', 'kvm.run vcpu=A', ...enter(), ...writeSelect()],
  },
  {
    rule: 'LBR-MSR-3',
    title: 'the first read of the guest creates the event',
    on: 'contract',
    instance: 'pinned',
    steps: [...start(), ...readLbr()],
  },
  {
    rule: 'LBR-MSR-4',
    title: 'the VMM looks at a vCPU that has nothing saved',
    on: 'contract',
    instance: 'other-thread',
    steps: ['sched.switch cpu=0 task=T', 'vmm.read_lbr task=T vcpu=A'],
  },
];

const broken: Case[] = [
  {
    rule: 'LBR-MSR-1',
    title: 'with IRQs on, a CPU-pinned event takes the LBRs between look and access',
    on: 'contract',
    flips: { msrAccess: 'irqs-on' },
    instance: 'pinned',
    steps: [...start(), ...readLbr().slice(0, -1), 'perf.open event=pinned', 'kvm.finish_lbr_msr vcpu=A'],
  },
  {
    rule: 'LBR-MSR-1',
    title: 'the event of another thread opens the registers of this pCPU, and the guest reads what it wrote there',
    on: 'v7.3',
    instance: 'other-thread',
    steps: [...ioctlFromElsewhere, ...writeSelect(), ...readLbr()],
  },
  {
    rule: 'LBR-MSR-2',
    title: 'the event of another thread lets a write through to this pCPU',
    on: 'v7.3',
    instance: 'other-thread',
    steps: [...ioctlFromElsewhere, ...writeSelect()],
  },
  {
    rule: 'LBR-MSR-3',
    title: 'the read that creates the event is answered with zeros',
    on: 'contract',
    flips: { creationCheck: 'inverted' },
    instance: 'pinned',
    steps: [...start(), ...readLbr()],
  },
  {
    rule: 'LBR-MSR-4',
    title: 'the ioctl creates an event for the calling thread',
    on: 'v7.3',
    instance: 'other-thread',
    steps: ['sched.switch cpu=0 task=T', 'vmm.read_lbr task=T vcpu=A'],
  },
];

const kills: Kill[] = [
  { rule: 'LBR-MSR-1', flips: { msrAccess: 'irqs-on' }, instance: 'pinned', maxStates: 3000 },
  { rule: 'LBR-MSR-2', flips: { passthroughDecision: 'vcpu-load' }, instance: 'two-vms-select' },
  { rule: 'LBR-MSR-3', flips: { creationCheck: 'inverted' }, instance: 'pinned' },
  { rule: 'LBR-MSR-4', flips: { vmmAccess: 'as-guest' }, instance: 'other-thread' },
];

describeChapter('MSR', { kept, broken, kills });
