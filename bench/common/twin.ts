import type { CommonSize } from './model.ts';

/**
 * The common model once more, with values that are never changed and nothing shared with `model.ts` but its size: the
 * oracle for state counts and for the length of the shortest leak. Slow.
 */
interface Vcpu {
  readonly pc: number;
  readonly exit: number;
  readonly snap: boolean;
  readonly wantsLbr: boolean;
  readonly event: 'none' | 'active' | 'error' | 'saved';
  readonly pass: boolean;
  readonly read: number;
  readonly saved: readonly number[];
}

interface State {
  /** -1 is the other task. */
  readonly current: number;
  readonly lbr: boolean;
  readonly pinned: boolean;
  readonly flexible: 'off' | 'on' | 'waits';
  readonly ring: readonly number[];
  readonly vcpus: readonly Vcpu[];
}

/** Number of reachable states, and the length of the shortest run after which a guest has read a foreign record. */
export function countByTwin(size: CommonSize, bug: boolean): { states: number; leak: number | undefined } {
  const seen = new Set<string>();
  let level = [initialState(size)];
  let leak: number | undefined;
  for (let depth = 0; level.length > 0; depth++) {
    const fresh = level.filter((state) => {
      const key = JSON.stringify(state);
      return !seen.has(key) && seen.add(key);
    });
    if (fresh.some(({ vcpus }) => vcpus.some(({ read }, k) => read !== 0 && read !== k + 2))) leak ??= depth;
    level = fresh.flatMap((state) => successors(size, bug, state));
  }
  return { states: seen.size, leak };
}

function initialState({ depth, vcpus }: CommonSize): State {
  const empty = Array<number>(depth).fill(0);
  const vcpu: Vcpu = {
    pc: 0,
    exit: 0,
    snap: false,
    wantsLbr: false,
    event: 'none',
    pass: false,
    read: 0,
    saved: empty,
  };
  return {
    current: -1,
    lbr: false,
    pinned: false,
    flexible: 'off',
    ring: empty,
    vcpus: Array.from({ length: vcpus }, () => vcpu),
  };
}

const hostOwns = (s: State) => s.pinned || s.flexible === 'on';
const blank = (ring: readonly number[]) => ring.map(() => 0);
const pushed = (ring: readonly number[], tag: number) => [tag, ...ring.slice(0, -1)];
const withVcpu = (s: State, k: number, change: Partial<Vcpu>): State => ({
  ...s,
  vcpus: s.vcpus.map((vcpu, index) => (index === k ? { ...vcpu, ...change } : vcpu)),
});
const hostTakesOver = (s: State): State =>
  s.flexible === 'waits' ? { ...s, flexible: 'on', ring: blank(s.ring), lbr: true } : s;
const hostYields = (s: State): State => (s.flexible === 'on' ? { ...s, flexible: 'waits', lbr: false } : s);

function successors(size: CommonSize, bug: boolean, s: State): State[] {
  return [...hostSteps(size, s), ...(s.current < 0 ? schedIn(s, bug) : vcpuSteps(s, s.current, bug))];
}

function schedIn(s: State, bug: boolean): State[] {
  return s.vcpus.map((vcpu, k) => {
    let next: State = { ...s, current: k };
    if (vcpu.event === 'saved') {
      const saved = blank(vcpu.saved);
      next = s.pinned
        ? withVcpu(next, k, { event: 'error', saved })
        : { ...withVcpu(hostYields(next), k, { event: 'active', saved }), ring: vcpu.saved };
    }
    return bug ? withVcpu(next, k, { snap: next.lbr }) : next;
  });
}

function vcpuSteps(s: State, k: number, bug: boolean): State[] {
  const vcpu = s.vcpus[k];
  const to = (pc: number, change: Partial<Vcpu> = {}) => withVcpu(s, k, { pc, ...change });
  switch (vcpu.pc) {
    case 0: {
      const free = withVcpu(s, k, { event: 'none' });
      const release = !vcpu.wantsLbr && vcpu.event !== 'none';
      const released = vcpu.event === 'active' ? hostTakesOver(free) : free;
      return [to(1), schedOut(s, k, bug), ...(release ? [released] : [])];
    }
    case 1:
      return [to(2)];
    case 2:
      return [to(3, bug ? {} : { snap: s.lbr })];
    case 3:
      return [to(4, { pass: vcpu.event === 'active' })];
    case 4:
      return [{ ...to(5), lbr: vcpu.wantsLbr }];
    case 5: {
      const exits = [0, 1, 2].map((exit) => ({ ...to(6, { exit, pass: false, read: 0 }), lbr: false }));
      const reads = s.ring.map((tag) => to(5, { read: vcpu.pass ? tag : 0 }));
      return [...exits, ...reads, ...(s.lbr ? [{ ...s, ring: pushed(s.ring, k + 2) }] : [])];
    }
    case 6:
      return [{ ...to(7, bug ? {} : { snap: false }), lbr: s.lbr || vcpu.snap }];
    case 7:
      return [to(8)];
    default:
      return [handled(s, k), schedOut(s, k, bug)];
  }
}

function handled(s: State, k: number): State {
  const { exit, event, wantsLbr } = s.vcpus[k];
  const wants = exit === 0 ? wantsLbr : exit === 2;
  const next = withVcpu(s, k, { pc: 0, exit: 0, wantsLbr: wants });
  if (exit !== 2 || event === 'active' || event === 'saved') return next;
  if (s.pinned) return withVcpu(next, k, { event: 'error' });
  return { ...withVcpu(hostYields(next), k, { event: 'active' }), ring: blank(s.ring) };
}

function schedOut(s: State, k: number, bug: boolean): State {
  const away = withVcpu({ ...s, current: -1 }, k, bug ? { snap: false } : {});
  if (s.vcpus[k].event !== 'active') return away;
  return hostTakesOver(withVcpu(away, k, { event: 'saved', saved: s.ring }));
}

function hostSteps({ hostEvents }: CommonSize, s: State): State[] {
  const pc = s.current < 0 ? 0 : s.vcpus[s.current].pc;
  const guestActive = s.current >= 0 && s.vcpus[s.current].event === 'active';
  const steps: State[] = [];
  if (pc !== 5 && s.lbr) steps.push({ ...s, ring: pushed(s.ring, 1) });
  if (pc !== 5 && hostOwns(s)) steps.push({ ...s, lbr: true });
  if (![0, 1, 8].includes(pc)) return steps;
  const began: State = { ...s, ring: blank(s.ring), lbr: true };
  if (s.pinned) {
    steps.push({ ...s, pinned: false, lbr: s.flexible === 'on' && s.lbr });
  } else if (hostOwns(s)) {
    steps.push({ ...s, pinned: true });
  } else if (guestActive) {
    const flexible = s.flexible === 'waits' ? 'on' : s.flexible;
    steps.push(withVcpu({ ...began, pinned: true, flexible }, s.current, { event: 'error' }));
  } else {
    steps.push({ ...began, pinned: true });
  }
  if (hostEvents < 2) return steps;
  if (s.flexible !== 'off')
    steps.push({ ...s, flexible: 'off', lbr: s.flexible === 'on' && !s.pinned ? false : s.lbr });
  else if (hostOwns(s)) steps.push({ ...s, flexible: 'on' });
  else if (guestActive) steps.push({ ...s, flexible: 'waits' });
  else steps.push({ ...began, flexible: 'on' });
  return steps;
}
