/** Instances of the protocol world that the harness can mirror: one pCPU, legacy LBRs, threads by the harness's names. */
import type { HostEventSpec, Instance, TaskSpec } from '../../src/spec/model/protocol/instance.ts';
import { PRIORITIES } from '../../src/spec/model/protocol/instance.ts';
import type { Random } from './random.ts';

/** Names are those of the harness. */
const VCPUS: readonly TaskSpec[] = [
  { kind: 'vcpu', name: 'a', vm: 0 },
  { kind: 'vcpu', name: 'b', vm: 1 },
  { kind: 'vcpu', name: 'a2', vm: 0 },
];
const PLAIN: readonly TaskSpec[] = [
  { kind: 'plain', name: 'p' },
  { kind: 'plain', name: 'q' },
];

/** A CPU of the harness, and what the model has to know of it. */
export interface HostCpu {
  readonly name: string;
  readonly entries: number;
  /** The model tells 2 from 4 only: 3 is like 2, and 5 like 4. */
  readonly perfmon: 2 | 4;
}

export const HOST_CPUS: readonly HostCpu[] = [
  { name: 'skylake', entries: 32, perfmon: 4 },
  { name: 'haswell', entries: 16, perfmon: 2 },
  { name: 'haswell-v2', entries: 16, perfmon: 2 },
  { name: 'icelake', entries: 32, perfmon: 4 },
];

/** One or two VMs, up to two plain tasks, up to four host events of any priority and filter. */
export function randomInstance(random: Random, cpu: HostCpu): Instance {
  const vcpus = VCPUS.slice(0, 1 + random.below(VCPUS.length));
  const tasks = [...vcpus, ...PLAIN.slice(0, random.below(PLAIN.length + 1))];
  const events = Array.from({ length: random.below(5) }, (_, index) => randomEvent(random, tasks, index));
  return {
    name: `random on ${cpu.name}`,
    title: 'an instance for comparison with the kernel',
    flavour: 'legacy',
    cpus: 1,
    depth: cpu.entries,
    countLimit: 64,
    perfmon: cpu.perfmon,
    tasks,
    hostEvents: events,
    with: ['pmi', 'other-thread', 'guest-writes', 'preempt-emulation'],
  };
}

function randomEvent(random: Random, tasks: readonly TaskSpec[], index: number): HostEventSpec {
  const priority = random.pick(PRIORITIES);
  const place = priority.startsWith('cpu') ? { cpu: 0 } : { task: random.pick(tasks).name };
  return {
    name: `event ${index}`,
    priority,
    ...place,
    filter: random.below(3) === 0 ? 'call-stack' : 'any',
    excludeGuest: random.below(2) === 0,
    toggled: true,
  };
}
