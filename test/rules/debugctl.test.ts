import { describeChapter, enter, leave, start, switchTo, type Kill, type Case } from './protocol-harness.ts';

const exitAndRestore = ['guest.exit vcpu=A', 'kvm.restore_debugctl vcpu=A'];
const loaded = [switchTo('A'), 'kvm.run vcpu=A'];
const opensInLoop = [...loaded, 'perf.open event=pinned', ...enter(), ...exitAndRestore];
const closesInLoop = ['perf.open event=pinned', ...loaded, 'perf.close event=pinned', ...enter(), ...exitAndRestore];
const togglesInLoop = [...loaded, 'admin.toggle_freeze_on_smi cpu=0', ...enter(), ...exitAndRestore];
const togglesBefore = ['admin.toggle_freeze_on_smi cpu=0', ...start()];

const onPinned = { instance: 'pinned', steps: [] } as const;

const kept: Case[] = [
  {
    ...onPinned,
    rule: 'LBR-DBG-1',
    title: 'an event is closed between vcpu_load() and VM-entry',
    on: 'v6.12',
    steps: closesInLoop,
  },
  {
    rule: 'LBR-DBG-2',
    title: 'freeze_on_smi is toggled between vcpu_load() and VM-entry',
    on: 'v6.12',
    instance: 'freeze-on-smi',
    steps: togglesInLoop,
  },
  {
    rule: 'LBR-DBG-3',
    title: 'freeze_on_smi is on, and the guest runs',
    on: 'v6.12',
    instance: 'freeze-on-smi',
    steps: togglesBefore,
  },
  {
    rule: 'LBR-DBG-3',
    title: 'freeze_on_smi is toggled between two VM-entries',
    on: 'v7.3',
    instance: 'freeze-on-smi',
    steps: [...start(), 'guest.exit vcpu=A', ...leave(), 'admin.toggle_freeze_on_smi cpu=0', ...enter()],
  },
  {
    ...onPinned,
    rule: 'LBR-DBG-4',
    title: 'an event is opened between vcpu_load() and VM-entry',
    on: 'v6.12',
    steps: opensInLoop,
  },
];

const broken: Case[] = [
  {
    ...onPinned,
    rule: 'LBR-DBG-1',
    title: 'VM-exit brings back the recording of an event that was closed',
    on: 'v6.2',
    steps: closesInLoop,
  },
  {
    rule: 'LBR-DBG-2',
    title: 'VM-exit undoes freeze_on_smi',
    on: 'v6.2',
    instance: 'freeze-on-smi',
    steps: togglesInLoop,
  },
  {
    rule: 'LBR-DBG-3',
    title: 'VM-entry loads a DEBUGCTL without the bit',
    on: 'v6.2',
    instance: 'freeze-on-smi',
    steps: togglesBefore,
  },
  {
    rule: 'LBR-DBG-3',
    title: 'the late snapshot alone does not help',
    on: 'coexist-2023',
    instance: 'freeze-on-smi',
    steps: togglesBefore,
  },
  {
    ...onPinned,
    rule: 'LBR-DBG-4',
    title: 'VM-exit undoes the freeze of an event that was opened',
    on: 'v6.2',
    steps: opensInLoop,
  },
];

const kills: Kill[] = [
  { rule: 'LBR-DBG-1', flips: { debugctlSnapshot: 'vcpu-load' }, instance: 'pinned', maxStates: 2000 },
  { rule: 'LBR-DBG-2', flips: { debugctlSnapshot: 'vcpu-load' }, instance: 'freeze-on-smi' },
  { rule: 'LBR-DBG-3', flips: { freezeInSmmInGuest: 'cleared' }, instance: 'freeze-on-smi' },
  { rule: 'LBR-DBG-4', flips: { debugctlSnapshot: 'vcpu-load' }, instance: 'pinned', maxStates: 2000 },
];

describeChapter('DBG', { kept, broken, kills });
