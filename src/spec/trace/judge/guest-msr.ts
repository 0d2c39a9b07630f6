import type { Evidence } from '../findings.ts';
import { MSR } from '../msrs.ts';
import { EVENT, valueOf, type TraceEvent } from '../read/events.ts';
import { expectedAccess, supportedDebugctl, type GuestAccess, type GuestConfig } from './guest-model.ts';
import { describe, difference, expectation, outcome, said } from './guest-words.ts';
import type { Bench, Judge } from './judge.ts';

/** What is assumed of every guest: `infer` tries all and keeps those that fit what the trace shows. */
export type AssumedLbr = 'infer' | GuestConfig['lbr'];

/** Threads that are remembered; the one that came first is forgotten first. */
const MOST_THREADS = 1024;

/** One configuration that the guest of a thread may have. */
interface Candidate {
  readonly config: GuestConfig;
  /** Last accepted DEBUGCTL write under the supported mask. */
  debugctl: bigint | undefined;
  /** The line that contradicts it. */
  excluded: Evidence | undefined;
}

interface Guest {
  readonly candidates: readonly Candidate[];
  /** Line of the last accepted DEBUGCTL write. */
  written: Evidence | undefined;
}

/**
 * Judges each intercepted access of a guest to an LBR MSR, DEBUGCTL or PERF_CAPABILITIES. The trace does not show the
 * guest's configuration, so every configuration is a candidate until an access contradicts it; an access that no
 * candidate allows is a violation whatever the configuration is.
 */
export class GuestMsrJudge implements Judge {
  readonly #bench: Bench;
  readonly #assumed: AssumedLbr;
  readonly #guests = new Map<number, Guest>();

  constructor(bench: Bench, assumed: AssumedLbr) {
    this.#bench = bench;
    this.#assumed = assumed;
  }

  event(event: TraceEvent): void {
    if (event.kind !== EVENT.kvmMsr) return;
    const guest = this.#guest(event.pid);
    const access: GuestAccess = { write: event.write, msr: event.msr, value: valueOf(event), fault: event.fault };
    this.#judge(event, access, guest);
    if (access.msr !== MSR.debugctl || !access.write || access.fault) return;
    for (const one of guest.candidates) one.debugctl = access.value & supportedDebugctl(one.config);
    guest.written = { line: event.line, shows: said(access) };
  }

  /** An unseen write may have changed DEBUGCTL; the configuration of a guest that runs does not change. */
  gap(): void {
    for (const guest of this.#guests.values()) {
      guest.written = undefined;
      for (const candidate of guest.candidates) candidate.debugctl = undefined;
    }
  }

  assumptions(): readonly string[] {
    if (this.#guests.size === 0) return [];
    return [
      'KVM is kvm-intel: every access is judged by what it does',
      'KVM runs without ignore_msrs, and no user-space MSR filter answers in its place',
      this.#lbrAssumption(),
    ];
  }

  #judge(event: TraceEvent, access: GuestAccess, guest: Guest): void {
    const judged = guest.candidates.map((candidate) => {
      const { rule, expected } = expectedAccess(access, candidate.config, candidate.debugctl);
      return { candidate, rule, expected, fits: fits(expected, access) };
    });
    const open = judged.filter((one) => one.candidate.excluded === undefined);
    const fitting = open.filter((one) => one.fits);
    const rule = open[0].rule;
    if (fitting.length === 0) {
      if (rule === undefined) return;
      // What rules out the configurations that would allow the access is part of the proof.
      const allowed = judged.flatMap(({ candidate, fits }) => (fits && candidate.excluded ? [candidate.excluded] : []));
      this.#violated(event, access, guest, rule, [...new Set(open.map((one) => expectation(one.expected)))], allowed);
    } else if (fitting.length < open.length) {
      if (rule !== undefined)
        this.#bench.unknown(
          rule,
          difference(open.map(({ candidate, fits }) => ({ config: candidate.config, fits }))),
          event,
        );
      for (const { candidate, fits } of open) if (!fits) candidate.excluded = { line: event.line, shows: said(access) };
    } else if (rule !== undefined) {
      const free = open.find((one) => one.expected.outcome === 'free');
      if (free) this.#bench.unknown(rule, expectation(free.expected), event);
      else this.#bench.kept(rule);
    }
  }

  #violated(
    event: TraceEvent,
    access: GuestAccess,
    guest: Guest,
    rule: string,
    outcomes: string[],
    excluded: Evidence[],
  ): void {
    const readBack = access.msr === MSR.debugctl && !access.write && !access.fault && guest.written !== undefined;
    const earlier = readBack && guest.written ? [guest.written, ...excluded] : excluded;
    const lines = new Map([...earlier, { line: event.line, shows: said(access) }].map((one) => [one.line, one]));
    this.#bench.violated(rule, event, {
      message: `${said(access)}; expected ${outcomes.join(' or ')}`,
      expected: outcomes.join(' or '),
      found: outcome(access),
      evidence: [...lines.values()].sort((a, b) => a.line - b.line),
      scope: lines.size > 1 ? 'thread' : 'line',
    });
  }

  #lbrAssumption(): string {
    if (this.#assumed !== 'infer') return `every guest: ${describe(this.#assumed)}, as --guest says`;
    const guests = [...this.#guests].slice(0, 8).map(([pid, guest]) => {
      const flavours = new Set(guest.candidates.filter((one) => !one.excluded).map((one) => describe(one.config.lbr)));
      const shown = guest.candidates.find((one) => one.excluded && !flavours.has(describe(one.config.lbr)))?.excluded;
      if (flavours.size > 1) return `thread ${pid}: ${[...flavours].join(' or ')}, the trace does not show which`;
      return `thread ${pid}: ${[...flavours].join()}${shown ? ` (line ${shown.line}: ${shown.shows})` : ''}`;
    });
    return `guest configuration, inferred: ${guests.join('; ')}${this.#guests.size > 8 ? '; ...' : ''}`;
  }

  #guest(pid: number): Guest {
    let guest = this.#guests.get(pid);
    if (guest === undefined) {
      if (this.#guests.size >= MOST_THREADS) this.#guests.delete([...this.#guests.keys()][0]);
      guest = { candidates: candidates(this.#assumed), written: undefined };
      this.#guests.set(pid, guest);
    }
    return guest;
  }
}

function candidates(assumed: AssumedLbr): Candidate[] {
  const flavours = assumed === 'infer' ? (['off', 'legacy', 'arch'] as const) : [assumed];
  const either = [false, true];
  return flavours.flatMap((lbr) =>
    either.flatMap((busLockDetect) =>
      either.map((rtm): Candidate => ({
        config: { lbr, busLockDetect, rtm },
        debugctl: undefined,
        excluded: undefined,
      })),
    ),
  );
}

function fits(expected: ReturnType<typeof expectedAccess>['expected'], access: GuestAccess): boolean {
  switch (expected.outcome) {
    case 'fault':
      return access.fault;
    case 'success':
      return !access.fault && (access.write || expected.reads === undefined || expected.reads === access.value);
    case 'free':
      return true;
  }
}
