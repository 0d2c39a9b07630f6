/**
 * Instances that are too big for every test run, for the designs that claim to keep every rule. `npm run deep` searches
 * them; what it found is checked in.
 */
import type { HostEventSpec, Instance, TaskSpec } from './instance.ts';

const A: TaskSpec = { kind: 'vcpu', name: 'A', vm: 0 };
const B: TaskSpec = { kind: 'vcpu', name: 'B', vm: 1 };
const T: TaskSpec = { kind: 'plain', name: 'T' };

const event = (name: string, given: Pick<HostEventSpec, 'priority'> & Partial<HostEventSpec>): HostEventSpec => ({
  name,
  filter: 'any',
  excludeGuest: true,
  ...given,
});
const pinned = event('pinned', { priority: 'cpu-pinned', cpu: 0 });
const flexible = event('flexible', { priority: 'cpu-flexible', cpu: 0 });
const ofTask = event('task', { priority: 'task-flexible', task: 'T' });
const pinnedToTask = event('task-pinned', { priority: 'task-pinned', task: 'T', filter: 'call-stack' });
const asksForGuests = event('sees-guest', { priority: 'cpu-flexible', cpu: 0, excludeGuest: false });
const callStack = event('call-stack', { priority: 'cpu-flexible', cpu: 1, filter: 'call-stack' });

const legacy = { flavour: 'legacy', depth: 2, perfmon: 4, countLimit: 2 } as const;
const arch = { ...legacy, flavour: 'arch' } as const;

/** What every large instance of a walk has. */
const everything = {
  cpus: 2,
  countLimit: 4,
  tasks: [A, B, T],
  hostEvents: [
    { ...pinned, toggled: true },
    pinnedToTask,
    { ...asksForGuests, toggled: true },
    { ...ofTask, pebs: true },
    callStack,
  ],
} as const;
const WHAT = 'a plain task that is also a thread of the VMM, host LBR events of the four priorities with PMIs';

const together = {
  cpus: 2,
  tasks: [A, B, T],
  hostEvents: [pinned, flexible],
  symmetric: true,
} as const;
const TOGETHER =
  'vCPUs of two VMs and a plain task that move between them, a CPU-pinned and a CPU-flexible host LBR event, PMIs';

/** Searched to the end. The first two have everything that a family has to cover, in one; the others add what they lack. */
export const deepInstances: readonly Instance[] = [
  { ...legacy, ...together, name: 'together', title: `2 pCPUs, ${TOGETHER}`, with: ['pmi'] },
  {
    ...arch,
    ...together,
    name: 'together-arch',
    title: `2 pCPUs with Arch LBR, ${TOGETHER}, LBR_DEPTH writes`,
    with: ['pmi', 'guest-depth'],
  },
  {
    ...legacy,
    name: 'together-writes',
    title:
      '1 pCPU, vCPUs of two VMs that write LBR_SELECT, a CPU-pinned host LBR event with PMIs, the fast path, destroyed VMs, preemption in the middle of an emulated access',
    cpus: 1,
    tasks: [A, B],
    hostEvents: [pinned],
    symmetric: true,
    with: ['pmi', 'guest-writes', 'fastpath', 'destroy', 'preempt-emulation'],
  },
  {
    ...legacy,
    ...together,
    name: 'together-mediated',
    title: `2 pCPUs, mediated vPMUs, ${TOGETHER}, freeze_on_smi, the fast path`,
    vpmu: 'mediated',
    with: ['pmi', 'fastpath', 'freeze-on-smi'],
  },
];

/** Too big to be searched: everything at once, for random walks. */
export const walkInstances: readonly Instance[] = [
  {
    ...legacy,
    ...everything,
    name: 'everything',
    title: `2 pCPUs, vCPUs of two VMs, ${WHAT}, freeze_on_smi, LBR_SELECT writes, the fast path, destroyed VMs, preemption in the middle of an emulated access`,
    with: ['pmi', 'freeze-on-smi', 'other-thread', 'guest-writes', 'fastpath', 'destroy', 'preempt-emulation'],
  },
  {
    ...arch,
    ...everything,
    name: 'everything-arch',
    title: `2 pCPUs with Arch LBR, vCPUs of two VMs, ${WHAT}, freeze_on_smi, LBR_DEPTH writes, the fast path, destroyed VMs, preemption in the middle of an emulated access`,
    with: ['pmi', 'freeze-on-smi', 'other-thread', 'guest-depth', 'fastpath', 'destroy', 'preempt-emulation'],
  },
  {
    ...legacy,
    ...everything,
    name: 'everything-mediated',
    title: `2 pCPUs, vCPUs of two VMs with mediated vPMUs, ${WHAT}, freeze_on_smi, the fast path, destroyed VMs`,
    vpmu: 'mediated',
    with: ['pmi', 'freeze-on-smi', 'fastpath', 'destroy'],
  },
];
