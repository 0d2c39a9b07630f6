import { EVENT_NAMES } from './events.ts';

/** A name of so few letters has others beside it that are one letter away and events of their own. */
const SHORT = 8;
/** No event has a shorter name. */
const SHORTEST_PIECE = 3;

/** Events of the kernel that are near to one that rules need, or a piece of one. */
const OTHERS: ReadonlySet<string> = new Set(['ipi_entry', 'ipi_exit']);
/** Systems of these events: perf script prints them before the name, and a line can end there. */
const SYSTEMS: ReadonlySet<string> = new Set(['msr', 'kvm', 'sched', 'nmi', 'irq_vectors', 'syscalls']);

/**
 * Whether a name is that of an event which rules need, with a slip: a letter or two changed, the start or the end cut off,
 * another name before it. Such a line is damaged, and to take it for an event of another name would be a guess.
 */
export function isNearName(name: string): boolean {
  if (EVENT_NAMES.has(name) || OTHERS.has(name)) return false;
  if (name.length < SHORTEST_PIECE || SYSTEMS.has(name)) return true;
  for (const needed of EVENT_NAMES.keys()) {
    if (name.length > needed.length ? name.endsWith(needed) : isPiece(name, needed)) return true;
    // System calls have names of few letters behind the same beginning.
    const most = needed.length > SHORT && !needed.startsWith('sys_') ? 2 : 1;
    if (Math.abs(name.length - needed.length) <= most && distance(name, needed) <= most) return true;
  }
  return false;
}

function isPiece(name: string, needed: string): boolean {
  return needed.startsWith(name) || needed.endsWith(name);
}

/** Letters to change, add, leave out or swap with their neighbour. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}

/** What rules need is printed in ways of its own; only rdpmc has the text of an MSR access. */
const SHAPES =
  /^\S? *(?:[0-9a-f]{1,8}, value [0-9a-f]|msr_(?:read|write) [0-9a-f]|vcpu \d+, rip|(?:vcpu \d+ )?reason [A-Z_]+ rip)/i;

/** Whether the text behind a name is that of an event which rules need, under another name. */
export function isOfNeededEvent(name: string, text: string): boolean {
  return name !== 'rdpmc' && !name.startsWith('kvm_nested_') && SHAPES.test(text);
}
