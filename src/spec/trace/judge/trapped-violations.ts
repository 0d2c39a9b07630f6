import { hex, msrName } from '../msrs.ts';
import { IRQS, valueOf, type TraceEvent } from '../read/events.ts';
import type { ViolationDetails } from '../results.ts';
import type { Writer } from './register-writers.ts';

/** KVM's own access to an LBR MSR in a thread, since the thread left the guest. */
export interface HardwareAccess {
  readonly pid: number;
  readonly write: boolean;
  readonly msr: number;
  readonly high: number;
  readonly low: number;
  readonly fault: boolean;
  readonly irqs: number;
  readonly line: number;
  /** Line by which perf had host recording on at that moment, 0 where it had not or that is not known. */
  readonly recordingSince: number;
  /** Who wrote the register last before this access. */
  readonly writer: Writer | undefined;
}

/** The access reached the register while recording for the host was on. */
export function reachedTheHost(event: TraceEvent, access: HardwareAccess): ViolationDetails {
  const irqs = access.irqs === IRQS.on ? ', with IRQs on' : '';
  const name = msrName(event.msr);
  const value = hex(valueOf(event));
  const did = event.write ? `writes ${value} to ${name} of this CPU` : `reads ${name} of this CPU and gets ${value}`;
  return {
    message: `KVM ${did} for its guest while recording for the host is on`,
    expected: event.write ? 'the write is dropped' : '0',
    found: event.write ? `WRMSR of ${value}` : value,
    evidence: [
      { line: access.recordingSince, shows: 'perf turns recording for the host on' },
      { line: access.line, shows: `KVM ${did}${irqs}` },
      { line: event.line, shows: event.write ? 'the guest wrote it' : `the guest gets ${value}` },
    ],
    scope: 'cpu',
  };
}

/** The CPU refused the value, and the guest does not hear of it. */
export function refusalIsHidden(event: TraceEvent, access: HardwareAccess): ViolationDetails {
  return {
    message: `the CPU refuses ${hex(valueOf(event))} in ${msrName(event.msr)}, and the guest's WRMSR is reported to succeed`,
    expected: '#GP',
    found: 'accepted',
    evidence: [
      { line: access.line, shows: `the WRMSR of KVM gets #GP for ${hex(valueOf(event))}` },
      { line: event.line, shows: `the guest's WRMSR of ${hex(valueOf(event))} is accepted` },
    ],
    scope: 'cpu',
  };
}

/** The guest reads what the host left. */
export function fromHost(event: TraceEvent, writer: Writer, did: string, what: string): ViolationDetails {
  const left = (BigInt(writer.high >>> 0) << 32n) | BigInt(writer.low >>> 0);
  const value = hex(valueOf(event));
  return {
    message: `the guest reads ${value} from ${msrName(event.msr)}: ${what}, since no guest ran on this CPU in between`,
    expected: 'a value of the guest, or 0',
    found: value,
    evidence: [
      { line: writer.line, shows: `${did} ${hex(left)} to ${msrName(event.msr)}` },
      { line: event.line, shows: `the guest reads ${value}` },
    ],
    scope: 'cpu',
  };
}
