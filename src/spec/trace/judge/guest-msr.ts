import type { RuleName } from '../../kit/rule.ts';
import type { Evidence } from '../findings.ts';
import { MSR } from '../msrs.ts';
import type { AssumedHost } from '../host-vendor.ts';
import { EVENT, NO_THREAD, valueOf, type TraceEvent } from '../read/events.ts';
import { GUEST_CONFIGS, type GuestAccess, type GuestConfig } from './guest-configs.ts';
import { GuestTable, type ConfigSet, type GuestKnowledge, type GuestStep } from './guest-table.ts';
import { describe, outcome, said } from './guest-words.ts';
import type { Judge, SinkFor } from './judge.ts';
import { Threads } from './threads.ts';
import { changesGuest } from './vm-ioctl.ts';
import { VmmExits } from './vmm-exit.ts';

/** What is assumed of every guest: `infer` tries all and keeps those that fit what the trace shows. */
export type AssumedLbr = 'infer' | GuestConfig['lbr'];

/** CPUID bits of every guest that a reader knows. */
export type AssumedFeatures = Partial<Omit<GuestConfig, 'lbr'>>;

const MOST_DESCRIBED = 8;
const OF_TD = 'the guest is a TD, of which the contract says nothing';

interface Guest {
  knowledge: GuestKnowledge;
  /** The line that rules out each configuration, by index. */
  readonly excluded: Map<number, Evidence>;
  /** The guest runs guests of its own: which of the two DEBUGCTL a line is about is not told. */
  nested: boolean;
  /** Line of the last accepted DEBUGCTL write. */
  written: Evidence | undefined;
  /** Line at which the VMM ran since, and may have reset the vCPU; 0 for none. */
  vmmLine: number;
  /** The guest is a TD. */
  td: boolean;
}

/**
 * Judges each intercepted access of a guest to an LBR MSR, DEBUGCTL or PERF_CAPABILITIES. The trace does not show the
 * guest's configuration, so every configuration is a candidate until an access contradicts it; an access that no
 * candidate allows is a violation whatever the configuration is.
 */
export class GuestMsrJudge implements Judge {
  readonly kinds = [EVENT.kvmMsr, EVENT.kvmExit, EVENT.ioctl, EVENT.kvmUserspaceExit, EVENT.kvmPio] as const;
  readonly needsNoCpu = true;
  readonly #sinkFor: SinkFor;
  readonly #assumed: AssumedLbr;
  readonly #guests: Threads<Guest>;
  readonly #table: GuestTable;
  readonly #host: AssumedHost;
  readonly #exits = new VmmExits();
  /** Whether something was learned since the last gap. */
  #told = false;

  constructor(sinkFor: SinkFor, assumed: AssumedLbr, host: AssumedHost, features: AssumedFeatures) {
    this.#sinkFor = sinkFor;
    this.#assumed = assumed;
    this.#host = host;
    this.#table = new GuestTable(host.ignoreMsrs === true);
    this.#guests = new Threads(() => ({
      knowledge: this.#table.start(startingSet(assumed, features)),
      excluded: new Map(),
      nested: false,
      written: undefined,
      vmmLine: 0,
      td: false,
    }));
  }

  event(event: TraceEvent): void {
    if (event.kind === EVENT.kvmExit) {
      if (event.nested) this.#nested(event.pid);
      else if (event.ofTd) this.#guests.of(event.pid).td = true;
      return;
    }
    if (event.kind === EVENT.kvmUserspaceExit || event.kind === EVENT.kvmPio) return this.#vmm(event);
    if (event.kind === EVENT.ioctl) {
      if (changesGuest(event)) this.#guests.delete(event.pid);
      return;
    }
    if (event.msr === MSR.xss) return;
    this.#told = true;
    // A line without columns is of a guest of which nothing else is known.
    if (event.pid === NO_THREAD) this.#guests.delete(event.pid);
    const guest = this.#guests.of(event.pid);
    if (guest.nested) guest.knowledge = this.#table.forget(guest.knowledge);
    const access: GuestAccess = { write: event.write, msr: event.msr, value: valueOf(event), fault: event.fault };
    const step = this.#table.step(guest.knowledge, access);
    guest.knowledge = step.next;
    if (step.excluded !== 0) {
      for (const index of members(step.excluded)) guest.excluded.set(index, { line: event.line, shows: said(access) });
    }
    if (step.rule !== undefined) this.#say(event, access, guest, step, step.rule);
    if (access.msr === MSR.debugctl && access.write && !access.fault) {
      guest.written = { line: event.line, shows: said(access) };
    }
    if (access.msr === MSR.debugctl && !access.fault) guest.vmmLine = 0;
  }

  #vmm(event: TraceEvent): void {
    const reset = this.#exits.reset(event);
    if (reset === 'machine') this.gap();
    else if (reset === 'perhaps') this.#guests.of(event.pid).vmmLine = event.line;
  }

  /** An unseen write may have changed DEBUGCTL; the configuration of a guest that runs does not change. */
  gap(): void {
    if (!this.#told) return;
    this.#told = false;
    for (const guest of this.#guests.values()) {
      guest.written = undefined;
      guest.knowledge = this.#table.forget(guest.knowledge);
    }
  }

  assumptions(): readonly string[] {
    if (this.#guests.size === 0) return [];
    return [
      'KVM is kvm-intel: every guest access is judged by what the contract says of it',
      this.#hostAssumption(),
      'a thread runs one vCPU, and its VMM changes no MSR or CPUID of it, but where a recorded ioctl, a shutdown or a reset says so',
      this.#lbrAssumption(),
    ];
  }

  #hostAssumption(): string {
    const { ignoreMsrs, msrFilter } = this.#host;
    const ignores = ignoreMsrs === true ? 'KVM runs with ignore_msrs, as --host says' : 'KVM runs without ignore_msrs';
    return msrFilter === true
      ? `${ignores}; a user-space MSR filter may answer in its place, as --host says`
      : `${ignores}, and no user-space MSR filter answers in its place`;
  }

  #say(event: TraceEvent, access: GuestAccess, guest: Guest, step: GuestStep, rule: RuleName): void {
    if (guest.td) return this.#sinkFor(rule).unknown(OF_TD, event);
    const afterReset = access.msr === MSR.debugctl && !access.write && !access.fault && access.value === 0n;
    if (step.verdict === 'violated' && afterReset && guest.vmmLine > 0) {
      return this.#sinkFor(rule).unknown(
        `the VMM ran at line ${guest.vmmLine} and may have reset the vCPU; kvm:kvm_pio would tell`,
        event,
      );
    }
    switch (step.verdict) {
      case 'kept':
        return this.#sinkFor(rule).kept();
      case 'unknown':
        return this.#sinkFor(rule).unknown(step.reason, event);
      case 'violated':
        return this.#sinkFor(rule).violated(event, {
          message: `${said(access)}; expected ${step.expected}`,
          expected: step.expected,
          found: outcome(access),
          ...proof(event, access, guest, step),
        });
    }
  }

  #lbrAssumption(): string {
    if (this.#assumed !== 'infer') return `every guest: ${describe(this.#assumed)}, as --guest says`;
    const guests = [...this.#guests].slice(0, MOST_DESCRIBED).map(([pid, guest]) => {
      const flavours = new Set(members(guest.knowledge.open).map((index) => GUEST_CONFIGS[index].lbr));
      if (flavours.size > 1) {
        return `thread ${pid}: ${[...flavours].map(describe).join(' or ')}, the trace does not show which`;
      }
      const shown = [...guest.excluded].find(([index]) => !flavours.has(GUEST_CONFIGS[index].lbr))?.[1];
      const why = shown ? ` (line ${shown.line}: ${shown.shows})` : '';
      return `thread ${pid}: ${[...flavours].map(describe).join()}${why}`;
    });
    const more = this.#guests.size > MOST_DESCRIBED ? '; ...' : '';
    return `guest configuration, inferred: ${guests.join('; ')}${more}`;
  }

  #nested(pid: number): void {
    const guest = this.#guests.of(pid);
    guest.nested = true;
    guest.written = undefined;
    guest.knowledge = this.#table.forget(guest.knowledge);
  }
}

/** The lines that a violation rests on: itself, the write that a read is held against, what rules configurations out. */
function proof(event: TraceEvent, access: GuestAccess, guest: Guest, step: GuestStep) {
  const readsBack = access.msr === MSR.debugctl && !access.write && !access.fault;
  const excluding = members(step.allowedBy).flatMap((index) => guest.excluded.get(index) ?? []);
  const written = readsBack && guest.written ? [guest.written] : [];
  const lines = new Map([...written, ...excluding].map((one) => [one.line, one]));
  const scope = lines.size > 0 ? ('thread' as const) : ('line' as const);
  lines.set(event.line, { line: event.line, shows: said(access) });
  return { evidence: [...lines.values()].sort((a, b) => a.line - b.line), scope };
}

function startingSet(assumed: AssumedLbr, features: AssumedFeatures): ConfigSet {
  const agrees = (config: GuestConfig): boolean =>
    (assumed === 'infer' || config.lbr === assumed) &&
    (features.pdcm ?? config.pdcm) === config.pdcm &&
    (features.rtm ?? config.rtm) === config.rtm &&
    (features.busLockDetect ?? config.busLockDetect) === config.busLockDetect;
  return GUEST_CONFIGS.reduce((set, config, index) => (agrees(config) ? set | (1 << index) : set), 0);
}

function members(set: ConfigSet): number[] {
  return GUEST_CONFIGS.flatMap((_, index) => ((set & (1 << index)) === 0 ? [] : [index]));
}
