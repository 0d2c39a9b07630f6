import { DEBUGCTL, MSR, msrGroup } from '../msrs.ts';
import { RULES } from './rule-ids.ts';

/** What the trace does not say of a guest and the outcome of its accesses depends on. */
export interface GuestConfig {
  /** LBR flavour that its CPUID and PERF_CAPABILITIES enumerate. */
  readonly lbr: 'off' | 'legacy' | 'arch';
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

/** Outcome that the contract expects; `free` where it depends on more than the configuration. */
export type Expected =
  | { readonly outcome: 'fault' }
  | { readonly outcome: 'success'; readonly reads?: bigint }
  | { readonly outcome: 'free'; readonly why: string };

export interface Expectation {
  /** Undefined where no rule speaks of the access and its outcome only tells what the guest is like. */
  readonly rule: string | undefined;
  readonly expected: Expected;
}

const FAULT: Expected = { outcome: 'fault' };
const SUCCESS: Expected = { outcome: 'success' };
const FEWER = 'whether this record exists depends on the depth and format, which the trace does not show';

/**
 * What a guest access must come to on kvm-intel. `debugctl` is the last accepted write under the supported mask,
 * undefined where none was seen.
 */
export function expectedAccess(access: GuestAccess, guest: GuestConfig, debugctl: bigint | undefined): Expectation {
  const group = msrGroup(access.msr);
  switch (group) {
    case 'debugctl':
      return access.write
        ? { rule: RULES.debugctlWrite, expected: isValidDebugctl(access.value, guest) ? SUCCESS : FAULT }
        : { rule: RULES.debugctlRead, expected: readOf(debugctl) };
    case 'perf-capabilities':
      return access.write
        ? { rule: RULES.perfCapabilitiesWrite, expected: FAULT }
        : { rule: undefined, expected: perfCapabilitiesRead(guest) };
    case 'select':
    case 'tos':
    case 'record':
      return { rule: RULES.lbrMsrsExist, expected: guest.lbr === 'legacy' ? legacy(access) : FAULT };
    case 'arch-ctl':
    case 'arch-depth':
    case 'arch-record':
      return { rule: RULES.lbrMsrsExist, expected: guest.lbr === 'arch' ? { outcome: 'free', why: FEWER } : FAULT };
    case 'other':
      throw new RangeError(`MSR 0x${access.msr.toString(16)} is none that the contract speaks of`);
  }
}

/** DEBUGCTL bits that a guest may have, vmx.c:vmx_get_supported_debugctl(). */
export function supportedDebugctl(guest: GuestConfig): bigint {
  let mask = 0n;
  if (guest.busLockDetect) mask |= DEBUGCTL.busLockDetect;
  if (guest.rtm) mask |= DEBUGCTL.rtmDebug;
  if (guest.lbr === 'legacy') mask |= DEBUGCTL.lbr | DEBUGCTL.freezeLbrsOnPmi;
  if (guest.lbr === 'arch') mask |= DEBUGCTL.freezeLbrsOnPmi;
  return mask;
}

/** LBR and BTF are forgiven where they are not supported, vmx.c:vmx_is_valid_debugctl(). */
function isValidDebugctl(value: bigint, guest: GuestConfig): boolean {
  return (value & ~(supportedDebugctl(guest) | DEBUGCTL.lbr | DEBUGCTL.btf)) === 0n;
}

function readOf(debugctl: bigint | undefined): Expected {
  if (debugctl === undefined) return { outcome: 'free', why: 'no accepted write of DEBUGCTL was seen' };
  return { outcome: 'success', reads: debugctl };
}

/** A fault means that the vCPU has no PDCM, so LBR_FMT is 0: LBR is off. */
function perfCapabilitiesRead(guest: GuestConfig): Expected {
  return guest.lbr === 'off' ? { outcome: 'free', why: 'it depends on PDCM in the guest CPUID' } : SUCCESS;
}

function legacy(access: GuestAccess): Expected {
  const certain = access.msr === MSR.lbrSelect || access.msr === MSR.lbrTos || (access.msr & 0x1f) < 16;
  if (msrGroup(access.msr) === 'record' && (!certain || access.msr >= 0xdc0)) return { outcome: 'free', why: FEWER };
  // A value that the CPU refuses gives #GP to the guest, and the trace does not show what this CPU refuses.
  return access.write ? { outcome: 'free', why: 'what the CPU refuses is not in the trace' } : SUCCESS;
}
