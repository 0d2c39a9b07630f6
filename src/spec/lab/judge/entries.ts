/** What VM-entries show of ownership: LBR-OWN-3, 4, 6, LBR-ENT-2, 5, 7, LBR-LIV-1, 3, 4, 5, LBR-CTX-2, LBR-DBG-3, LBR-ARCH-2. */
import { countOwn, isForeign, ownersOf } from '../log/ring.ts';
import type { HostEvent, StepTracker } from '../log/steps.ts';
import type { EntryEvent, ExitEvent, LogEvent } from '../log/types.ts';
import type { LabSink, LabJudge } from './finding.ts';

/** VM-entries that are taken for "for ever", and for a bounded number. */
const ENOUGH_ENTRIES = 8;

interface Guest {
  /** Whether its last entry let it at the registers, on which CPU. */
  owned: boolean;
  cpu: number;
  switched: boolean;
  /** Entries in a row that own beside a CPU-pinned host event, and that lack the LBRs with no host event. */
  besidePinned: number;
  without: number;
  /** Whether a host LBR event was ever enabled beside it. */
  contended: boolean;
  /** Own records at its last exit without the LBRs, so that new ones stand out. */
  entryOwn: number;
  lastPass: boolean;
}

export class EntryJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  readonly #guests = new Map<string, Guest>();
  readonly #debugctl = new Map<number, bigint>();
  readonly #architectural: boolean;

  constructor(sink: LabSink, steps: StepTracker, architectural: boolean) {
    this.#sink = sink;
    this.#steps = steps;
    this.#architectural = architectural;
  }

  event(event: LogEvent): void {
    switch (event.t) {
      case 'entry':
        return this.#entry(event);
      case 'exit':
        return this.#exit(event);
      case 'switch':
        for (const guest of this.#guests.values()) if (guest.cpu === event.c) guest.switched = true;
        return;
      case 'wrmsr':
        if (event.msr === 0x1d9 && event.m !== 'g' && event.fault !== 1) this.#debugctl.set(event.c, BigInt(event.v));
        return;
    }
  }

  #entry(entry: EntryEvent): void {
    const guest = this.#guest(entry.vm);
    const active = this.#steps.active(entry.c, entry.task);
    const owns = entry.pass === 1;
    const recording = !this.#architectural && (BigInt(entry.debugctl) & 1n) !== 0n;
    if (active.length > 0) guest.contended = true;
    if (owns) this.#owner(entry, guest, active);
    else this.#without(entry, guest, active, recording);
    if (recording) this.#lacksEvent(entry);
    this.#freezeInSmm(entry);
    this.#asked(entry, active, owns, recording);
    guest.owned = owns;
    guest.lastPass = owns;
    guest.cpu = entry.c;
    guest.switched = false;
    guest.entryOwn = countOwn(entry.ring, entry.vm);
  }

  #owner(entry: EntryEvent, guest: Guest, active: readonly HostEvent[]): void {
    if (!guest.owned || guest.switched) this.#becomesOwner(entry);
    const pinned = active.filter((event) => event.pinned && !event.raw1b00);
    if (pinned.length > 0) {
      this.#violated('LBR-OWN-3', entry, `${pinned[0].name} is ACTIVE while the guest ${entry.vm} has the LBRs`);
    } else this.#sink.kept('LBR-OWN-3');
    const first = pinned.filter(({ cpu }) => cpu === entry.c);
    guest.besidePinned = first.length > 0 ? guest.besidePinned + 1 : 0;
    if (first.length > 0) {
      this.#violated(
        'LBR-OWN-4',
        entry,
        `the guest ${entry.vm} enters with the LBRs although the CPU-pinned ${first[0].name} is enabled there`,
      );
    } else this.#sink.kept('LBR-OWN-4');
    if (guest.besidePinned >= ENOUGH_ENTRIES) {
      this.#violated(
        'LBR-LIV-5',
        entry,
        `${ENOUGH_ENTRIES} VM-entries in a row leave ${first[0].name} without the LBRs`,
      );
    }
    const other = this.#boundTo(entry);
    if (other === undefined || active.length > 0 || (BigInt(entry.debugctl) & 1n) === 0n) guest.without = 0;
    else this.#waits(entry, guest, `its event is bound to the thread ${other}`);
  }

  /** Returns the thread, if it is another one. Where the log does not say which event KVM created, it shows nothing. */
  #boundTo(entry: EntryEvent): string | undefined {
    const { guestEvents, threads } = this.#steps;
    const bound = guestEvents.boundTo(threads.get(entry.task ?? ''));
    if (bound === undefined) return undefined;
    if (bound === entry.task) {
      this.#sink.kept('LBR-OWN-6');
      return undefined;
    }
    const who = threads.get(bound) ?? bound;
    this.#violated('LBR-OWN-6', entry, `the guest ${entry.vm} gets the LBRs here by an event of the thread ${who}`);
    return who;
  }

  /** One more entry at which no host event competes and the guest does not own the LBRs. */
  #waits(entry: EntryEvent, guest: Guest, why: string): void {
    guest.without++;
    if (guest.without < ENOUGH_ENTRIES) return;
    this.#violated(
      'LBR-LIV-1',
      entry,
      `at ${ENOUGH_ENTRIES} VM-entries in a row the guest ${entry.vm} does not own the LBRs, since ${why}; no host event competes`,
    );
  }

  /** A guest that records and for which KVM has never asked perf for an event. */
  #lacksEvent(entry: EntryEvent): void {
    const { guestEvents, threads } = this.#steps;
    const asked = guestEvents.wasAsked(threads.get(entry.task ?? ''));
    if (asked === undefined) return;
    if (asked) return this.#sink.kept('LBR-ENT-7');
    this.#violated(
      'LBR-ENT-7',
      entry,
      `the guest ${entry.vm} enters with recording on, and KVM has asked perf for no guest LBR event of it`,
    );
  }

  #becomesOwner(entry: EntryEvent): void {
    const foreign = ownersOf(entry.ring).filter((owner) => isForeign(owner, entry.vm));
    if (foreign.length === 0) return this.#sink.kept('LBR-CTX-2');
    const whose = [...new Set(foreign)].join(' and ');
    this.#violated(
      'LBR-CTX-2',
      entry,
      `the guest ${entry.vm} becomes the owner with ${foreign.length} records of ${whose} in the registers`,
      {
        recordedBy: `${whose}, ${foreign.length} records`,
        readBy: `${entry.vm} can read them from here on, without another exit`,
      },
    );
  }

  #without(entry: EntryEvent, guest: Guest, active: readonly HostEvent[], recording: boolean): void {
    guest.besidePinned = 0;
    if (!recording) {
      guest.without = 0;
      return;
    }
    this.#violated(
      'LBR-LIV-3',
      entry,
      `the guest ${entry.vm} enters with recording on and without the LBRs, and nothing tells it`,
    );
    if (active.length > 0) {
      guest.without = 0;
      return;
    }
    if (!guest.contended) {
      this.#violated(
        'LBR-LIV-4',
        entry,
        `the guest ${entry.vm} has turned recording on and enters without the LBRs; nobody competes`,
      );
    }
    this.#waits(entry, guest, 'no guest LBR event of it is ACTIVE');
  }

  /** FREEZE_IN_SMM of the host is to be on in the guest as well. */
  #freezeInSmm(entry: EntryEvent): void {
    const host = this.#debugctl.get(entry.c);
    if (host === undefined || (host & SMM) === 0n) return;
    if ((BigInt(entry.debugctl) & SMM) !== 0n) this.#sink.kept('LBR-DBG-3');
    else this.#violated('LBR-DBG-3', entry, 'the guest runs without FREEZE_IN_SMM, which the host has set');
  }

  #asked(entry: EntryEvent, active: readonly HostEvent[], owns: boolean, recording: boolean): void {
    if (this.#architectural || owns || active.length === 0 || active.some(({ excludeGuest }) => excludeGuest)) return;
    if (recording) this.#sink.kept('LBR-ENT-5');
    else
      this.#violated('LBR-ENT-5', entry, `${active[0].name} asks for the guest, and the processor does not record it`);
  }

  /** New records of a guest that had no right to the registers. */
  #exit(exit: ExitEvent): void {
    const guest = this.#guest(exit.vm);
    if (guest.lastPass || exit.ring === undefined) return;
    const newest = ownersOf(exit.ring)[0] ?? '';
    const grown = countOwn(exit.ring, exit.vm) > guest.entryOwn;
    const active = this.#steps.active(exit.c, exit.task);
    const asked = active.length > 0 && active.every(({ excludeGuest }) => !excludeGuest);
    if (!grown || !newest.startsWith(`guest:${exit.vm}`)) return this.#sink.kept('LBR-ENT-2');
    if (asked) return;
    this.#violated('LBR-ENT-2', exit, `branches of the guest ${exit.vm}, which does not own the LBRs, are recorded`);
    const excluding = active.find(({ excludeGuest }) => excludeGuest);
    if (this.#architectural && excluding !== undefined) {
      this.#violated(
        'LBR-ARCH-2',
        exit,
        `${excluding.name} excludes guests, and branches of ${exit.vm} are recorded for it`,
      );
    }
  }

  #violated(rule: string, event: EntryEvent | ExitEvent, message: string, more = {}): void {
    this.#sink.violated(rule, event, message, { ring: event.ring ?? [], ...more });
  }

  #guest(vm: string): Guest {
    let guest = this.#guests.get(vm);
    if (guest === undefined) {
      guest = {
        owned: false,
        cpu: -1,
        switched: false,
        besidePinned: 0,
        without: 0,
        contended: false,
        entryOwn: 0,
        lastPass: false,
      };
      this.#guests.set(vm, guest);
    }
    return guest;
  }
}

const SMM = 1n << 14n;
