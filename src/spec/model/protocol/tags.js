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
};
export const TAG_NAMES = ['none', 'host', 'task', 'guest A', 'guest B'];
/** The tag of branches that a guest of this VM (0 or 1) executes. */
export function guestTag(vm) {
  return Tag.guest + vm;
}
export function setOf(tag) {
  return tag === Tag.none ? 0 : 1 << tag;
}
export const HOST_TAGS = setOf(Tag.host) | setOf(Tag.task);
export const GUEST_TAGS = setOf(Tag.guest) | setOf(Tag.guest + 1);
export const MAX_TAG_SET = HOST_TAGS | GUEST_TAGS;
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
};
export const FILTER_NAMES = ['zero', 'any', 'call-stack', "guest A's", "guest B's"];
export function guestFilter(vm) {
  return Filter.guest + vm;
}
