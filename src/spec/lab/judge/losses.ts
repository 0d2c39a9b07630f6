/** What a guest had at an exit and has not at its next entry: LBR-CTX-1, 3, 4, 6, 9, LBR-MSR-31, LBR-ENT-3. */
import { countOwn, isHost, ownersOf, vmOf } from '../log/ring.ts';
import type { StepTracker } from '../log/steps.ts';
import type { EntryEvent, ExitEvent, LogEvent } from '../log/types.ts';
import { CONTENTION } from './contention.ts';
import type { LabSink, LabJudge } from './finding.ts';

/** What an owner left at its exit. */
interface Left {
  readonly exit: ExitEvent;
  readonly own: number;
  readonly cpu: number;
  switched: boolean;
  released: boolean;
  /** Host events were opened, closed, enabled, disabled or rotated. */
  contended: boolean;
}

export class LossJudge implements LabJudge {
  readonly #sink: LabSink;
  readonly #steps: StepTracker;
  readonly #left = new Map<string, Left>();
  readonly #passes = new Map<string, boolean>();
  /** Guests whose branches have moved TOS; a guest that only writes records has no newest one. */
  readonly #moved = new Set<string>();
  /** Guests that wrote LBR_SELECT, and what. */
  readonly #selects = new Map<string, string>();

  constructor(sink: LabSink, steps: StepTracker) {
    this.#sink = sink;
    this.#steps = steps;
  }

  event(event: LogEvent): void {
    switch (event.t) {
      case 'entry':
        return this.#entry(event);
      case 'exit':
        return this.#exit(event);
      case 'switch':
        for (const left of this.#left.values()) if (left.cpu === event.c) left.switched = true;
        return;
      case 'call':
        if (event.fn === 'perf_event_release_kernel') for (const left of this.#left.values()) left.released = true;
        return;
      case 'mark':
        if (event.text.startsWith('step ') && CONTENTION.has(this.#steps.verb)) {
          for (const left of this.#left.values()) left.contended = true;
        }
        if (event.text.startsWith('gone ')) this.#gone(event.text.slice('gone '.length));
        return;
    }
  }

  #gone(vm: string): void {
    this.#left.delete(vm);
    this.#moved.delete(vm);
  }

  #exit(exit: ExitEvent): void {
    if (exit.ring === undefined || this.#passes.get(exit.vm) !== true) return;
    if (vmOf(exit.tos ?? '') === exit.vm) this.#moved.add(exit.vm);
    this.#left.set(exit.vm, {
      exit,
      own: countOwn(exit.ring, exit.vm),
      cpu: exit.c,
      switched: false,
      released: false,
      contended: false,
    });
    if (vmOf(exit.select ?? '') === exit.vm && exit.selectv !== undefined) this.#selects.set(exit.vm, exit.selectv);
  }

  #entry(entry: EntryEvent): void {
    this.#passes.set(entry.vm, entry.pass === 1);
    if (entry.pass !== 1) return;
    const left = this.#left.get(entry.vm);
    this.#select(entry);
    this.#tos(entry);
    if (left === undefined) return;
    this.#records(entry, left);
    this.#hostBranches(entry, left);
  }

  #records(entry: EntryEvent, left: Left): void {
    const now = countOwn(entry.ring, entry.vm);
    const rules = causes(left);
    if (now >= left.own) {
      if (left.own > 0) for (const rule of rules) this.#sink.kept(rule);
      return;
    }
    for (const rule of rules) {
      this.#sink.violated(
        rule,
        entry,
        `the guest ${entry.vm} left ${left.own} records at its last exit and finds ${now}`,
        {
          ring: entry.ring ?? [],
          recordedBy: `${entry.vm}, ${left.own} records, at ${left.exit.ip ?? '?'}, tick ${left.exit.i}`,
          survivedThrough: [between(left)],
          readBy: `${entry.vm}, ${now} records, at its VM-entry`,
        },
      );
    }
  }

  #hostBranches(entry: EntryEvent, left: Left): void {
    if (left.switched || left.contended || left.released || left.cpu !== entry.c) return;
    const count = (ring: readonly string[] | undefined): number => ownersOf(ring).filter(isHost).length;
    if (count(entry.ring) > count(left.exit.ring)) {
      this.#sink.violated(
        'LBR-ENT-3',
        entry,
        `branches of the host are recorded between an exit and an entry of ${entry.vm}, which owns the LBRs`,
        {
          ring: entry.ring ?? [],
        },
      );
    } else this.#sink.kept('LBR-ENT-3');
  }

  #select(entry: EntryEvent): void {
    const wanted = this.#selects.get(entry.vm);
    if (wanted === undefined || entry.selectv === undefined) return;
    if (entry.selectv === wanted) return this.#sink.kept('LBR-CTX-6');
    this.#sink.violated(
      'LBR-CTX-6',
      entry,
      `the guest ${entry.vm} left LBR_SELECT ${wanted} and enters as the owner with ${entry.selectv}`,
      {
        ring: entry.ring ?? [],
        readBy: `${entry.vm}; the value is of ${entry.select === '' ? 'nobody' : (entry.select ?? '?')}`,
      },
    );
  }

  #tos(entry: EntryEvent): void {
    if (countOwn(entry.ring, entry.vm) === 0) this.#moved.delete(entry.vm);
    if (entry.tos === undefined || !this.#moved.has(entry.vm)) return;
    if (vmOf(entry.tos) === entry.vm) return this.#sink.kept('LBR-CTX-9');
    this.#sink.violated(
      'LBR-CTX-9',
      entry,
      `the guest ${entry.vm} owns records, and TOS was left by ${entry.tos === '' ? 'nobody' : entry.tos}`,
      {
        ring: entry.ring ?? [],
      },
    );
  }
}

/** Which rules a loss breaks follows from what happened in between. */
function causes({ contended, released, switched }: Left): string[] {
  if (contended) return ['LBR-CTX-4', 'LBR-MSR-31'];
  if (released) return ['LBR-CTX-3'];
  return switched ? ['LBR-CTX-1'] : [];
}

function between({ contended, released, switched }: Left): string {
  const parts = [
    contended && 'a change of host events',
    released && 'the release of the guest LBR event',
    switched && 'a task switch',
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
