/**
 * Records carry no addresses in this world, only who executed the branch. That makes "a host record is visible to the
 * guest" a plain predicate. 0 stands for an empty record.
 */
export const Tag = {
  none: 0,
  /** Kernel or VMM code on the host, in whatever task. */
  host: 1,
  /** User code of a plain host task. */
  task: 2,
  /** First VM; `guestTag(vm)` for the others. */
  guest: 3,
  /** A VM that is gone; a later one on the same thread is another guest. */
  gone: 5,
} as const;

export const TAG_NAMES = ['none', 'host', 'task', 'guest A', 'guest B', 'guest that is gone'] as const;

/** The tag of branches that a guest of this VM (0 or 1) executes. */
export function guestTag(vm: number): number {
  return Tag.guest + vm;
}

/** A set of tags, as bits; the empty record is in no set. */
export type TagSet = number;

export function setOf(tag: number): TagSet {
  return tag === Tag.none ? 0 : 1 << tag;
}

export const HOST_TAGS: TagSet = setOf(Tag.host) | setOf(Tag.task);
export const GUEST_TAGS: TagSet = setOf(Tag.guest) | setOf(Tag.guest + 1) | setOf(Tag.gone);
export const MAX_TAG_SET: TagSet = HOST_TAGS | GUEST_TAGS;

/** Values of LBR_SELECT (legacy) or of the filter bits in LBR_CTL (Arch LBR), by who chose them. */
export const Filter = {
  /** Reset value. */
  zero: 0,
  /** What `perf record -b` asks for. */
  any: 1,
  /** What `perf record --call-graph lbr` asks for; KVM's guest LBR event asks for the same. */
  callStack: 2,
  /** Written by a guest of the first VM; `guestFilter(vm)` for the others. */
  guest: 3,
  /** Written by a guest of a VM that is gone. */
  gone: 5,
} as const;

export const FILTER_NAMES = ['zero', 'any', 'call-stack', "guest A's", "guest B's", "a gone guest's"] as const;

export function guestFilter(vm: number): number {
  return Filter.guest + vm;
}
