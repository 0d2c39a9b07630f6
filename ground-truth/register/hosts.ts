/** Hosts of the register world that the harness can be: its CPUs, with what the kernel is told of them. */
import type { Host } from '../../src/spec/model/register/index.ts';
import type { Random } from '../differential/random.ts';
import type { HarnessStep } from '../harness-run.ts';

/** A host, the CPU of the harness that it is, and the step that makes KVM see its features. */
export interface RegisterHost {
  readonly cpu: string;
  readonly host: Partial<Host>;
  readonly setUp: HarnessStep;
}

const RECORDS = { from: 0x680, to: 0x6c0, info: 0 };
const CPUS: Readonly<Record<string, Partial<Host>>> = {
  core2: { lbrFmt: 1, depth: 4, from: 0x40, to: 0x60, info: 0, callstack: false, model: 0x17 },
  nehalem: { ...RECORDS, lbrFmt: 3, depth: 16, callstack: false, model: 0x1a },
  haswell: { ...RECORDS, lbrFmt: 4, depth: 16, model: 0x3c },
  skylake: { ...RECORDS, lbrFmt: 5, depth: 32, info: 0xdc0, model: 0x5e },
  icelake: { ...RECORDS, lbrFmt: 5, depth: 32, info: 0xdc0, model: 0x7e },
  spr: { lbr: 'arch', model: 0x8f },
};

/** The host that a scenario has where it does not say otherwise, as a CPU of the harness. */
export const SERVER = 'icelake-x';
const CPU_NAMES = [
  'skylake',
  'icelake',
  'haswell',
  'skylake',
  'icelake',
  'haswell',
  'nehalem',
  'core2',
  'spr',
] as const;

/** One of the CPUs; each feature is now and then not what one expects. */
export function randomCpu(random: Random): string {
  return random.pick(CPU_NAMES);
}

export function randomHost(random: Random, cpu: string): RegisterHost {
  const rarely = (): boolean => random.below(12) === 0;
  const flags = {
    pdcm: !rarely(),
    rtm: random.below(2) === 0,
    busLockDetect: random.below(2) === 0,
    hybrid: rarely(),
    enablePmu: !rarely(),
    ignoreMsrs: rarely(),
  };
  return { cpu, host: { ...CPUS[cpu], ...flags }, setUp: setUpHost(flags) };
}

type Flags = Pick<Host, 'pdcm' | 'rtm' | 'busLockDetect' | 'hybrid' | 'enablePmu' | 'ignoreMsrs'>;

/** The features that the harness can tell the kernel of, in the order of its bits. */
export function flagsOf({ pdcm, rtm, busLockDetect, hybrid, enablePmu, ignoreMsrs }: Flags): Flags {
  return { pdcm, rtm, busLockDetect, hybrid, enablePmu, ignoreMsrs };
}

export function setUpHost(host: Flags): HarnessStep {
  const value = Object.values(flagsOf(host)).reduce((bits: number, flag, bit) => bits | (flag ? 1 << bit : 0), 0);
  return { op: 'vmm.host', value };
}
