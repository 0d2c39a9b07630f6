import type { MuseumBug } from './bug.ts';

/** Bugs of perf that a commit ended. */
export const perfBugs: readonly MuseumBug[] = [
  {
    bug: 'P01',
    commit: 'afbef3014958',
    year: 2021,
    title: 'CPU events missed the wipe at task switches',
    text: 'The callback ran only where a task had events of its own. A sample of one task held branches of another.',
    protocol: { flips: { taskSwitchCallback: 'task-events-only' }, caughtBy: 'LBR-CTX-7' },
  },
  {
    bug: 'P04',
    commit: '0fe39a3929ac',
    year: 2021,
    title: 'A reset left LBR_SELECT alone',
    text: 'A guest set LBR_SELECT and was powered off. The next guest on the pCPU read its value.',
    protocol: { flips: { resetCovers: 'records' }, caughtBy: 'LBR-ISO-9' },
  },
  {
    bug: 'P19',
    commit: 'c631a2de7ae4',
    year: 2025,
    title: 'Firmware left recording on',
    text: 'perf only changed DEBUGCTL by read-modify-write, so a bit that firmware had set stayed. KVM’s snapshot carried it on.',
    protocol: { flips: { cpuStart: 'leaves-lbr' }, caughtBy: 'LBR-DBG-1' },
  },
  {
    bug: 'P20',
    commit: '3cec9fd03543',
    year: 2025,
    title: 'System-wide call stacks were wiped at each switch',
    text: 'A CPU event in call-stack mode had no memory per task. Each switch truncated the call stack.',
    protocol: { flips: { systemWideCallStack: 'wiped' }, caughtBy: 'LBR-CTX-8' },
  },
];
