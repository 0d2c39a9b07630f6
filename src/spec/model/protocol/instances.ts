import type { Exemption } from '../../kit/exemption.ts';
import { noSuch } from '../../kit/no-such.ts';
import type { ProtocolSettings } from '../../switches/protocol.ts';
import { deepInstances, walkInstances } from './deep-instances.ts';
import type { HostEventSpec, Instance, TaskSpec } from './instance.ts';

const A: TaskSpec = { kind: 'vcpu', name: 'A', vm: 0 };
const B: TaskSpec = { kind: 'vcpu', name: 'B', vm: 1 };
const T: TaskSpec = { kind: 'plain', name: 'T' };

const pinned: HostEventSpec = { name: 'pinned', priority: 'cpu-pinned', cpu: 0, filter: 'any', excludeGuest: true };
const flexible: HostEventSpec = {
  name: 'flexible',
  priority: 'cpu-flexible',
  cpu: 0,
  filter: 'any',
  excludeGuest: true,
};
const pinnedCallStack: HostEventSpec = { ...pinned, filter: 'call-stack' };
const legacy = { flavour: 'legacy', cpus: 1, depth: 2, perfmon: 4, countLimit: 2 } as const;
const arch = { ...legacy, flavour: 'arch' } as const;

type Unless = Exemption<ProtocolSettings>;

const LIKE_A_GUEST: Unless = {
  when: ({ vmmAccess }) => vmmAccess === 'as-guest',
  because: 'an ioctl is served like an access of the guest, and breaks the same rules without a branch',
};
const EARLY_SNAPSHOT: Unless = {
  when: ({ debugctlSnapshot }) => debugctlSnapshot === 'vcpu-load',
  because: 'the snapshot of DEBUGCTL in vcpu_load() breaks the same rules, and shows better how',
};
const SEES_NO_GUEST: Unless = {
  when: ({ guestRecording }) => guestRecording !== 'owner-or-host-request',
  because: 'no host event sees a guest on legacy LBR, whatever it asks for',
};
const NO_MEDIATED_VPMU: Unless = { when: ({ vpmu }) => vpmu === 'emulated', because: 'there is no mediated vPMU' };
const NOTHING_TO_ASK_FOR: Unless = {
  when: ({ takeOver, vlbrConstraint }) => takeOver === 'at-once' && vlbrConstraint !== 'exclusive',
  because: 'perf takes the LBRs at once, from a guest LBR event that excludes no host event',
};
const NO_ARCH_GUEST: Unless = {
  when: ({ archGuestLbr }) => archGuestLbr !== 'exposed',
  because: 'guests have no Arch LBR',
};

/** The family of instances on which protocol rules are judged. What no instance covers together is said on the site. */
export const instances: readonly Instance[] = [
  {
    ...legacy,
    name: 'pinned',
    title: '1 pCPU, a vCPU, a CPU-pinned host LBR event with PMIs',
    tasks: [A],
    hostEvents: [{ ...pinned, toggled: true }],
    with: ['pmi'],
  },
  {
    ...legacy,
    name: 'flexible',
    title: '1 pCPU, a vCPU, a CPU-flexible host LBR event that asks for guests, PMIs of perfmon version 2',
    perfmon: 2,
    tasks: [A],
    hostEvents: [{ ...flexible, excludeGuest: false, toggled: true }],
    with: ['pmi'],
  },
  {
    ...legacy,
    name: 'two-vms',
    title: '1 pCPU, vCPUs of two VMs',
    tasks: [A, B],
    hostEvents: [],
    with: [],
  },
  {
    ...legacy,
    name: 'two-vms-select',
    title: '1 pCPU, vCPUs of two VMs that write LBR_SELECT, preempted in KVM’s emulation as well, no branches',
    tasks: [A, B],
    hostEvents: [],
    branches: false,
    with: ['guest-writes', 'preempt-emulation'],
  },
  {
    ...legacy,
    name: 'two-events',
    title: '1 pCPU, a vCPU, a CPU-pinned host LBR event in call-stack mode and a flexible one',
    tasks: [A],
    hostEvents: [pinnedCallStack, flexible],
    with: [],
  },
  {
    ...legacy,
    name: 'two-cpus',
    title: '2 pCPUs, a vCPU that moves between them, a CPU-flexible host LBR event on one',
    cpus: 2,
    tasks: [A],
    hostEvents: [flexible],
    with: [],
  },
  {
    ...legacy,
    name: 'other-thread',
    title: '2 pCPUs, a vCPU, another thread of its VMM that makes ioctls, no branches',
    cpus: 2,
    tasks: [A, T],
    hostEvents: [],
    branches: false,
    with: ['other-thread', 'guest-writes'],
  },
  {
    ...legacy,
    name: 'other-thread-records',
    title: '1 pCPU, a vCPU, another thread of its VMM that makes ioctls, a CPU-flexible host LBR event',
    tasks: [A, T],
    hostEvents: [flexible],
    exempt: [LIKE_A_GUEST],
    with: ['other-thread'],
  },
  {
    ...legacy,
    name: 'raw-1b00',
    title: '1 pCPU, a vCPU, a CPU-pinned host event with the encoding of the guest LBR event',
    tasks: [A],
    hostEvents: [{ ...pinned, name: 'raw-1b00', raw1b00: true }],
    with: [],
  },
  {
    ...legacy,
    name: 'without-event',
    title: '1 pCPU, a vCPU whose DEBUGCTL.LBR is set without a guest LBR event, a CPU-flexible host LBR event',
    tasks: [A],
    hostEvents: [flexible],
    with: ['recording-without-event'],
  },
  {
    ...legacy,
    name: 'raw-1b00-guests-only',
    title:
      '1 pCPU, a vCPU, a CPU-pinned host LBR event, a task event with the guest LBR event’s encoding and exclude_host',
    tasks: [A, T],
    hostEvents: [
      pinned,
      {
        name: 'raw-1b00',
        priority: 'task-flexible',
        task: 'T',
        filter: 'any',
        excludeGuest: false,
        raw1b00: true,
        excludeHost: true,
      },
    ],
    branches: false,
    with: ['pmi'],
  },
  {
    ...legacy,
    name: 'guest-writes',
    title: '1 pCPU, a vCPU that writes its LBR MSRs, a CPU-flexible host LBR event',
    tasks: [A],
    hostEvents: [flexible],
    with: ['guest-writes'],
  },
  {
    ...legacy,
    name: 'freeze-on-smi',
    title: '1 pCPU, a vCPU, freeze_on_smi toggled at any time',
    tasks: [A],
    hostEvents: [],
    with: ['freeze-on-smi'],
  },
  {
    ...legacy,
    name: 'firmware',
    title: '1 pCPU on which firmware has left recording on, a vCPU',
    firmware: 'recording-on',
    tasks: [A],
    hostEvents: [],
    exempt: [EARLY_SNAPSHOT],
    with: [],
  },
  {
    ...legacy,
    name: 'pebs',
    title: '1 pCPU, a vCPU that uses PEBS, a host PEBS event that stores branches',
    tasks: [A],
    hostEvents: [{ ...flexible, name: 'pebs', pebs: true }],
    with: ['pmi', 'guest-pebs'],
  },
  {
    ...legacy,
    name: 'asks-and-excludes',
    title: '1 pCPU, a vCPU, a CPU-pinned host LBR event that asks for guests and a flexible one that excludes them',
    tasks: [A],
    hostEvents: [{ ...pinned, name: 'asks', excludeGuest: false }, flexible],
    exempt: [SEES_NO_GUEST],
    with: ['pmi'],
  },
  {
    ...legacy,
    name: 'task-pinned',
    title: '1 pCPU, a vCPU that writes LBR_SELECT, whose thread has a pinned host LBR event of its own, no branches',
    tasks: [A],
    hostEvents: [{ name: 'task-pinned', priority: 'task-pinned', task: 'A', filter: 'any', excludeGuest: true }],
    branches: false,
    with: ['guest-writes'],
  },
  {
    ...legacy,
    name: 'task-event',
    title: '1 pCPU, a vCPU, a plain task with an LBR event of its own, a system-wide flexible one',
    tasks: [A, T],
    hostEvents: [flexible, { name: 'task', priority: 'task-flexible', task: 'T', filter: 'any', excludeGuest: true }],
    with: [],
  },
  {
    ...legacy,
    name: 'call-stack',
    title: '1 pCPU, a vCPU, a plain task, a CPU-pinned host LBR event in call-stack mode',
    tasks: [A, T],
    hostEvents: [pinnedCallStack],
    with: [],
  },
  {
    ...legacy,
    name: 'call-stack-and-any',
    title: '1 pCPU, a plain task, a CPU-flexible host LBR event in call-stack mode and a CPU-pinned one without',
    tasks: [T],
    hostEvents: [{ ...flexible, filter: 'call-stack' }, pinned],
    with: [],
  },
  {
    ...legacy,
    name: 'destroy',
    title: '1 pCPU, a vCPU whose VM is destroyed and replaced, a CPU-flexible host LBR event',
    tasks: [A],
    hostEvents: [flexible],
    with: ['destroy', 'guest-writes'],
  },
  {
    ...legacy,
    name: 'mediated',
    title:
      '1 pCPU, a vCPU with a mediated vPMU where there is one, a CPU-flexible host LBR event, the fast path of KVM',
    tasks: [A],
    hostEvents: [flexible, { ...pinned, name: 'sees-guest', filter: 'any', excludeGuest: false }],
    vpmu: 'mediated',
    exempt: [NO_MEDIATED_VPMU],
    with: ['pmi', 'fastpath'],
  },
  {
    ...legacy,
    name: 'mediated-task',
    title:
      '1 pCPU, a vCPU with a mediated vPMU where there is one, whose thread has a flexible host LBR event of its own',
    tasks: [A],
    hostEvents: [{ name: 'task', priority: 'task-flexible', task: 'A', filter: 'any', excludeGuest: true }],
    vpmu: 'mediated',
    exempt: [NO_MEDIATED_VPMU],
    with: ['pmi'],
  },
  {
    ...legacy,
    name: 'request',
    title:
      '1 pCPU, a vCPU, a CPU-pinned host LBR event that asks for the LBRs and a flexible one, the fast path of KVM',
    tasks: [A],
    hostEvents: [{ ...pinned, toggled: true }, flexible],
    exempt: [NOTHING_TO_ASK_FOR],
    with: ['fastpath', 'destroy'],
  },
  {
    ...arch,
    name: 'arch',
    title: '1 pCPU with Arch LBR, a vCPU that writes LBR_DEPTH, a CPU-pinned host LBR event that excludes guests',
    tasks: [A],
    hostEvents: [pinned],
    with: ['pmi', 'guest-depth'],
  },
  {
    ...arch,
    name: 'arch-asks',
    title: '1 pCPU with Arch LBR, a vCPU, a CPU-flexible host LBR event that asks for guests',
    tasks: [A],
    hostEvents: [{ ...flexible, excludeGuest: false }],
    with: [],
  },
  {
    ...arch,
    name: 'arch-raw-1b00',
    title: '1 pCPU with Arch LBR, a vCPU, a CPU-pinned host event with the encoding of the guest LBR event',
    tasks: [A],
    hostEvents: [{ ...pinned, name: 'raw-1b00', raw1b00: true }],
    exempt: [NO_ARCH_GUEST],
    with: [],
  },
  {
    ...arch,
    name: 'arch-two-vms',
    title: '1 pCPU with Arch LBR, vCPUs of two VMs',
    tasks: [A, B],
    hostEvents: [],
    exempt: [NO_ARCH_GUEST],
    with: [],
  },
  {
    ...arch,
    name: 'arch-xsaves',
    title: '1 pCPU with Arch LBR, a vCPU that uses XSAVES and XRSTORS, a CPU-pinned host LBR event',
    tasks: [A],
    hostEvents: [pinned],
    exempt: [NO_ARCH_GUEST],
    with: ['guest-xsaves'],
  },
  {
    ...arch,
    name: 'arch-mediated',
    title: '1 pCPU with Arch LBR, a vCPU with a mediated vPMU where there is one, a CPU-flexible host LBR event',
    tasks: [A],
    hostEvents: [flexible],
    vpmu: 'mediated',
    exempt: [NO_MEDIATED_VPMU],
    with: ['fastpath'],
  },
];

const allInstances: readonly Instance[] = [...instances, ...deepInstances, ...walkInstances];

/** The instance of that name, or undefined; also one that only deep runs use. */
export function instanceByName(name: string): Instance | undefined {
  return allInstances.find((instance) => instance.name === name);
}

/** The names of all instances, those of deep runs included. */
export const instanceNames: readonly string[] = allInstances.map((instance) => instance.name);

/** The instance of that name, also one that only deep runs use. Throws a RangeError with the nearest name. */
export function instanceNamed(name: string): Instance {
  const found = instanceByName(name);
  if (found === undefined) throw noSuch('instance', name, instanceNames);
  return found;
}
