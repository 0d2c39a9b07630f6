/** Random sessions of the register world, with the harness steps that mirror them and what the model says of each. */
import {
  DEBUGCTL,
  type GuestCpuid,
  LAST_BRANCH_MSRS,
  MSR,
  Session,
  type MsrIndex,
  type Outcome,
} from '../../src/spec/model/register/index.ts';
import type { RegisterSettings } from '../../src/spec/switches/register.ts';
import type { Random } from '../differential/random.ts';
import type { HarnessStep } from '../harness-run.ts';
import { randomHost, type RegisterHost } from './hosts.ts';

/** One operation of the session: what it is called, what the harness does for it, and what came of it in the model. */
export interface RegisterStep {
  readonly does: string;
  readonly steps: readonly HarnessStep[];
  /** Which of the steps has the outcome; the others arrange the host. */
  readonly answer: number;
  readonly expected: Outcome;
}

export interface RegisterWalk {
  readonly host: RegisterHost;
  readonly steps: readonly RegisterStep[];
}

export const VCPU = 'a';
const TSC_DEADLINE = 0x6e0;
/** Where the model's host has its records: kernel text. */
export const HOST_TEXT = '0xffffffff81000000';
const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** Which kernel the walks are for. */
export interface RegisterSeries {
  readonly settings: RegisterSettings;
  /** CPUID and PERF_CAPABILITIES stay as they are from the first access on. */
  readonly configuresOnce: boolean;
}

interface State {
  hostEvent: boolean;
  /** There was an access or a VM-entry. */
  used: boolean;
  readonly configuresOnce: boolean;
}

/** A walk of `length` operations on a fresh VM. */
export function registerWalk(series: RegisterSeries, random: Random, cpu: string, length: number): RegisterWalk {
  const host = randomHost(random, cpu);
  const session = new Session(host.host, series.settings);
  const state = { hostEvent: false, used: false, configuresOnce: series.configuresOnce };
  const steps = Array.from({ length }, (_, index) => operation(session, random, host, state, index));
  return { host, steps };
}

function operation(session: Session, random: Random, { cpu }: RegisterHost, state: State, index: number): RegisterStep {
  const step = (does: string, expected: Outcome, ...steps: HarnessStep[]): RegisterStep => ({
    does,
    expected,
    steps,
    answer: 0,
  });
  // Where the vPMU is built anew the guest LBR event goes, and the host records again.
  const rebuilt = state.hostEvent ? [{ op: 'host.branches', task: VCPU, value: HOST_TEXT }] : [];
  const cpuid = (): RegisterStep => {
    const fields = randomCpuid(session, random);
    return step(`set_cpuid ${JSON.stringify(fields)}`, session.setCpuid(fields), cpuidStep(fields), ...rebuilt);
  };
  if (index === 0 && random.below(8) > 0) return cpuid();
  const fixed = state.used && state.configuresOnce;
  state.used = true;
  const msr = randomMsr(session, random);
  const value = randomValue(random, msr);
  const access = { task: VCPU, msr };
  switch (random.below(16)) {
    case 0:
      return fixed ? step('run', session.run(), { op: 'guest.run', task: VCPU }) : cpuid();
    case 1:
    case 2:
      return step(`get_msr ${msr.toString(16)}`, session.getMsr(msr), { op: 'vmm.get', ...access });
    case 3:
    case 4: {
      if (fixed && msr === MSR.PERF_CAPABILITIES)
        return step(`get_msr ${msr.toString(16)}`, session.getMsr(msr), { op: 'vmm.get', ...access });
      const done = session.setMsr(msr, value);
      const again = msr === MSR.PERF_CAPABILITIES ? rebuilt : [];
      return step(
        `set_msr ${msr.toString(16)} ${hex(value)}`,
        done,
        { op: 'vmm.set', ...access, value: hex(value) },
        ...again,
      );
    }
    case 5:
    case 6:
    case 7:
      return step(`rdmsr ${msr.toString(16)}`, session.rdmsr(msr), { op: 'guest.rdmsr', ...access });
    case 8:
    case 9:
    case 10: {
      const done = session.wrmsr(msr, value);
      return step(`wrmsr ${msr.toString(16)} ${hex(value)}`, done, { op: 'guest.wrmsr', ...access, value: hex(value) });
    }
    case 11: {
      const from = 0x40_0000n + BigInt(random.below(4096)) * 16n;
      const take = { op: 'guest.take_branch', task: VCPU, value: hex(from), to: hex(from + 8n) };
      return step('branch', session.branch(from, from + 8n), take);
    }
    case 12:
      return step('pmi', session.pmi(), { op: 'guest.pmi', task: VCPU });
    case 13:
      return step(`is_listed ${msr.toString(16)}`, session.isListed(msr), { op: 'vmm.list', ...access });
    case 14: {
      const feature = { op: 'vmm.feature', task: VCPU, msr: MSR.PERF_CAPABILITIES };
      return step('get_feature_msr', session.getFeatureMsr(MSR.PERF_CAPABILITIES), feature);
    }
    default:
      if (cpu === 'spr' || cpu === 'core2') return step('run', session.run(), { op: 'guest.run', task: VCPU });
      return hostEvent(session, random, state);
  }
}

/** KVM_SET_CPUID2, as far as the harness has it. */
export function cpuidStep(
  cpuid: Pick<GuestCpuid, 'pdcm' | 'pmuVersion' | 'model' | 'rtm' | 'busLockDetect'>,
): HarnessStep {
  const value = (cpuid.pdcm ? 1 : 0) | (cpuid.rtm ? 2 : 0) | (cpuid.busLockDetect ? 4 : 0);
  return { op: 'vmm.cpuid', task: VCPU, value, version: cpuid.pmuVersion, model: cpuid.model };
}

/** perf opens or closes an LBR event on this CPU; where it records, every record is the host's then. */
function hostEvent(session: Session, random: Random, state: State): RegisterStep {
  state.hostEvent = !state.hostEvent;
  if (!state.hostEvent) {
    const steps = [{ op: 'close', event: 0 }];
    return { does: 'close host event', expected: session.closeHostEvent(), steps, answer: 0 };
  }
  const priority = random.pick(['cpu-pinned', 'task-pinned', 'cpu-flexible', 'task-flexible'] as const);
  const open = { op: 'open', event: 0, kind: priority, task: VCPU, filter: 'A' as const };
  const steps = [open, { op: 'host.branches', task: VCPU, value: HOST_TEXT }];
  return { does: `open ${priority}`, expected: session.openHostEvent(priority), steps, answer: 0 };
}

function randomCpuid({ host }: Session, random: Random) {
  return {
    pdcm: random.below(8) > 0,
    pmuVersion: random.pick([2, 2, 2, 0, 1, 3, 4, 5]),
    model: random.below(8) > 0 ? host.model : 0x55,
    rtm: random.below(2) === 0,
    busLockDetect: random.below(2) === 0,
  };
}

/** Mostly DEBUGCTL, PERF_CAPABILITIES and LBR MSRs of this CPU; some that lie beside them or are another CPU's. */
function randomMsr({ host }: Session, random: Random): MsrIndex {
  const of = (first: number): number => first + random.pick([0, 1, host.depth - 1, host.depth, -1]);
  const kinds = [
    () => MSR.DEBUGCTL,
    () => MSR.DEBUGCTL,
    () => MSR.PERF_CAPABILITIES,
    () => MSR.LBR_SELECT,
    () => MSR.LBR_TOS,
    () => (host.from === 0 ? 0x680 : of(host.from)),
    () => (host.to === 0 ? 0x6c0 : of(host.to)),
    () => of(host.info === 0 ? 0xdc0 : host.info),
    () => random.pick(LAST_BRANCH_MSRS),
    () => random.pick([MSR.ARCH_LBR_CTL, MSR.ARCH_LBR_DEPTH, MSR.ARCH_LBR_FROM_0, 0x40, 0x680]),
  ];
  const msr = random.pick(kinds)();
  // Behind 32 TO registers comes one of the local APIC.
  return msr === TSC_DEADLINE ? MSR.DEBUGCTL : msr;
}

function randomValue(random: Random, msr: MsrIndex): bigint {
  if (msr === MSR.DEBUGCTL) {
    const bits = [...Object.values(DEBUGCTL), 1n << 6n, 1n << 40n];
    const some = random.pick([0n, DEBUGCTL.LBR, DEBUGCTL.LBR | DEBUGCTL.FREEZE_LBRS_ON_PMI, DEBUGCTL.LBR]);
    return random.below(2) === 0 ? some : some | random.pick(bits);
  }
  if (msr === MSR.PERF_CAPABILITIES)
    return random.pick([0n, 3n, 4n, 5n, 0x2003n, 0x2004n, 0x2005n, 0x2000n, 0x3fn, 0x203fn, 0x40n]);
  return random.pick([
    0n,
    1n,
    5n,
    31n,
    32n,
    0x3ffn,
    0x400n,
    0x7fff_ffff_f000n,
    0xffff_ffff_8100_0000n,
    0x8000_0000_0000_0000n,
    1n << 56n,
  ]);
}
