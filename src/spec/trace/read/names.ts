import { EVENT, EVENT_NAMES, type EventKind } from './events.ts';
import { isNearName, isOfNeededEvent } from './near-names.ts';
import { QuickNames } from './quick-names.ts';

const decoder = new TextDecoder();
/** Bytes after a name that tell whose payload it is. */
const SHAPE = 48;
const SLOTS = 4096;
/** Beyond so many different names, further ones are counted together: input may be hostile. */
const MOST_NAMES = 2048;

/** Event names met in a trace: their kind, and how often each was met. */
export class EventNames {
  readonly #slots = new Int32Array(SLOTS).fill(-1);
  readonly #hashes: number[] = [];
  readonly #bytes: Uint8Array[] = [];
  readonly #kinds = new Uint8Array(MOST_NAMES + EVENT_NAMES.size);
  readonly counts: number[] = [];
  /** The kind of the last name beyond the most. */
  #unlisted: EventKind = EVENT.other;

  constructor() {
    const encoder = new TextEncoder();
    for (const [name, kind] of EVENT_NAMES) {
      const bytes = encoder.encode(name);
      this.#add(bytes, hashOf(bytes, 0, bytes.length), kind);
    }
  }

  /** Names that were found before, for lines of the common kind. */
  readonly quick = new QuickNames();

  /** The identity of the name in `bytes[from..to)` whose hash is `hash`; -1 where there are too many names. */
  find(bytes: Uint8Array, from: number, to: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (;;) {
      const id = this.#slots[slot];
      if (id === -1) return this.#unknown(bytes, from, to, hash);
      if (this.#hashes[id] === hash && equal(this.#bytes[id], bytes, from, to)) return id;
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  /** The kind of the event whose identity `find` gave. */
  kind(id: number): EventKind {
    return id < 0 ? this.#unlisted : (this.#kinds[id] as EventKind);
  }

  #unknown(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const name = decoder.decode(bytes.subarray(from, to));
    const rest = decoder.decode(bytes.subarray(to, Math.min(bytes.length, to + SHAPE)));
    const kind = isNearName(name) || isOfNeededEvent(name, rest) ? EVENT.damaged : EVENT.other;
    if (this.#bytes.length < MOST_NAMES) {
      // A copy: `slice` of Node's Buffer is a view of memory that is used again.
      return this.#add(Uint8Array.from(bytes.subarray(from, to)), hash, kind);
    }
    this.#unlisted = kind;
    return -1;
  }

  /** Names of one class with their counts, most frequent first. */
  counted(which: (kind: EventKind) => boolean): { name: string; count: number }[] {
    return this.#bytes
      .map((bytes, id) => ({ name: decoder.decode(bytes), count: this.counts[id], kind: this.kind(id) }))
      .filter(({ count, kind }) => count > 0 && which(kind))
      .map(({ name, count }) => ({ name, count }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  }

  #add(bytes: Uint8Array, hash: number, kind: EventKind): number {
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    while (this.#slots[slot] !== -1) slot = (slot + 1) & (SLOTS - 1);
    const id = this.#bytes.length;
    this.#slots[slot] = id;
    this.#hashes.push(hash);
    this.#bytes.push(bytes);
    this.#kinds[id] = kind;
    this.counts.push(0);
    return id;
  }
}

/** The hash that `find` expects; the line head computes it while it looks for the end of the name. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + bytes[i]) | 0;
  return hash;
}

function equal(name: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[from + i]) return false;
  return true;
}
