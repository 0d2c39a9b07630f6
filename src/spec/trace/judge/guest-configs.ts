import type { RuleName } from '../../kit/rule.ts';
import { contract } from '../../designs/contract.ts';
import {
  cpuidOf,
  createVmState,
  hostOf,
  MSR,
  PERF_CAP,
  readMsr,
  writeMsr,
  type VmState,
  type Outcome,
} from '../../model/register/index.ts';
import { setCpuid } from '../../model/register/vmm.ts';
import { msrGroup } from '../msrs.ts';

/** Properties of a guest that the trace does not show and that decide the outcome of its accesses. */
export interface GuestConfig {
  /** LBR flavour that its CPUID and PERF_CAPABILITIES enumerate. */
  readonly lbr: 'off' | 'legacy' | 'arch';
  /** Its CPUID has PERF_CAPABILITIES. */
  readonly pdcm: boolean;
  readonly busLockDetect: boolean;
  readonly rtm: boolean;
}

export interface GuestAccess {
  readonly write: boolean;
  readonly msr: number;
  /** Value written, or read. */
  readonly value: bigint;
  readonly fault: boolean;
}

const EITHER = [false, true] as const;

/** Every configuration that the judge tells apart. */
export const GUEST_CONFIGS: readonly GuestConfig[] = (['off', 'legacy', 'arch'] as const).flatMap((lbr) =>
  EITHER.flatMap((pdcm) =>
    EITHER.flatMap((busLockDetect) => EITHER.map((rtm): GuestConfig => ({ lbr, pdcm, busLockDetect, rtm }))),
  ).filter((config) => config.pdcm || config.lbr === 'off'),
);

/** What the reference implementation does with an access. */
export interface Expectation {
  readonly rule: RuleName | undefined;
  /** `free`: the outcome depends on what the trace does not show. */
  readonly outcome: 'fault' | 'success' | 'free';
  /** Value of a read, where it follows from the configuration and what was written. */
  readonly reads: bigint | undefined;
  /** One clause: why. */
  readonly why: string;
  /** DEBUGCTL after the access. */
  readonly debugctl: bigint | undefined;
}

/**
 * Asks the reference implementation of the register world, by the settings of the contract. `debugctl` is DEBUGCTL
 * before the access, undefined where no accepted write was seen.
 */
export function expect(
  config: GuestConfig,
  debugctl: bigint | undefined,
  access: GuestAccess,
  ignoreMsrs: boolean,
): Expectation {
  const state = stateOf(config, ignoreMsrs);
  state.vcpu.debugctl.vmcs01 = debugctl ?? 0n;
  const outcome = access.write
    ? writeMsr(state, access.msr, access.value, 'guest')
    : readMsr(state, access.msr, 'guest');
  const free = freedom(config, access, debugctl);
  const accepted = outcome.result === 'ok' && access.write && access.msr === MSR.DEBUGCTL;
  return {
    rule: ruleOf(config, access, outcome),
    outcome: free === undefined ? (outcome.result === 'ok' ? 'success' : 'fault') : 'free',
    reads: hasKnownValue(config, access) ? outcome.value : undefined,
    why: free ?? outcome.why ?? '',
    debugctl: accepted ? state.vcpu.debugctl.vmcs01 : debugctl,
  };
}

/**
 * The rule that the access is held against. The reference implementation names the rule that decides first in the
 * kernel's order of checks; for two kinds of access another one says what the guest must see.
 */
function ruleOf({ lbr }: GuestConfig, { msr, write }: GuestAccess, { rule, result }: Outcome): RuleName | undefined {
  const group = msrGroup(msr);
  if (group === 'perf-capabilities' && write) return 'LBR-CAP-9';
  if (group === 'debugctl' || group === 'perf-capabilities' || group === 'last-branch') return rule;
  if (lbr === 'arch') return 'LBR-ARCH-20';
  // An LBR MSR that exists does not fault, whoever owns the records.
  return result === 'ok' ? 'LBR-MSR-21' : rule;
}

/** Whether a value of PERF_CAPABILITIES can be that of such a guest. */
export function enumerates(config: GuestConfig, perfCapabilities: bigint): boolean {
  const format = perfCapabilities & PERF_CAP.LBR_FMT;
  switch (config.lbr) {
    case 'off':
      return format === 0n;
    case 'legacy':
      return format !== 0n && format !== PERF_CAP.LBR_FMT;
    case 'arch':
      return format === PERF_CAP.LBR_FMT;
  }
}

/** What the trace would have to show for the outcome to follow; undefined where it follows. */
function freedom(config: GuestConfig, access: GuestAccess, debugctl: bigint | undefined): string | undefined {
  const group = msrGroup(access.msr);
  if (group === 'debugctl' && !access.write && debugctl === undefined) return 'no accepted write of DEBUGCTL was seen';
  if (config.lbr === 'off' || group === 'debugctl' || group === 'perf-capabilities') return undefined;
  if (group === 'last-branch') return undefined;
  const arch = group === 'arch-ctl' || group === 'arch-depth' || group === 'arch-record';
  if (arch !== (config.lbr === 'arch')) return undefined;
  if (group === 'record' || group === 'arch-record') return 'depth and format of the guest LBR are not in the trace';
  return access.write ? 'which values this CPU refuses is not in the trace' : undefined;
}

/** Whether a read gives what follows from the configuration: DEBUGCTL, what is always 0, what ignore_msrs makes 0. */
function hasKnownValue(config: GuestConfig, { msr }: GuestAccess): boolean {
  const group = msrGroup(msr);
  if (group === 'debugctl' || group === 'last-branch') return true;
  return config.lbr === 'off' && group !== 'perf-capabilities';
}

const states = new Map<string, VmState>();

/** A vCPU of this configuration. One per configuration: DEBUGCTL is set before each access. */
function stateOf(config: GuestConfig, ignoreMsrs: boolean): VmState {
  const { lbr, pdcm, busLockDetect, rtm } = config;
  const key = [lbr, pdcm, busLockDetect, rtm, ignoreMsrs].join();
  let state = states.get(key);
  if (state === undefined) {
    const host = { ...hostOf({ lbr: lbr === 'off' ? 'none' : lbr }), ignoreMsrs };
    state = createVmState(host, contract.register);
    setCpuid(state, cpuidOf(host, { pdcm, busLockDetect, rtm }));
    states.set(key, state);
  }
  return state;
}
