import { array, createDraft, flag, oneOf, record, uint, type DraftOf } from '../../src/spec/kit/layout.ts';
import type { Action, Model, Process, StateProperty } from '../../src/spec/kit/model.ts';

/**
 * The common benchmark model: one pCPU, vCPU threads, host LBR events that start and stop where IRQs are on, a PMI
 * anywhere, the run loop in nine steps, a ring of owner tags that is saved and restored at task switch. It exists to
 * compare engines on one problem and is not a statement about LBRs; the contract's own model is src/spec/model/protocol.
 */
export interface CommonSize {
  /** Depth of the ring of records. */
  readonly depth: number;
  readonly vcpus: number;
  /** 1: a CPU-pinned host event. 2: a CPU-flexible one as well. */
  readonly hostEvents: 1 | 2;
}

export const commonSizes = {
  K1: { depth: 2, vcpus: 1, hostEvents: 1 },
  K2: { depth: 4, vcpus: 1, hostEvents: 2 },
  K3: { depth: 2, vcpus: 2, hostEvents: 2 },
  K4: { depth: 4, vcpus: 2, hostEvents: 2 },
  K5: { depth: 5, vcpus: 2, hostEvents: 2 },
} as const satisfies Record<string, CommonSize>;

/** Reachable states, agreed by every engine that was run on the model. */
export const commonStates: Readonly<Record<keyof typeof commonSizes, number>> = {
  K1: 1_115,
  K2: 9_053,
  K3: 182_616,
  K4: 1_385_240,
  K5: 3_687_792,
};

/** The run loop of a vCPU thread. */
const At = {
  user: 0,
  prepare: 1,
  irqsOff: 2,
  snapped: 3,
  checked: 4,
  guest: 5,
  exited: 6,
  restored: 7,
  handling: 8,
} as const;
const loopSteps = Object.keys(At);

/** State of the guest's LBR event. */
const GuestEvent = { none: 0, active: 1, error: 2, saved: 3 } as const;

/** State of the flexible host event. */
const HostEvent = { off: 0, active: 1, waiting: 2 } as const;

/** What the vCPU wants KVM to handle after the VM-exit: nothing, or a write of DEBUGCTL.LBR. */
const Exit = { none: 0, clearsLbr: 1, setsLbr: 2 } as const;

/** Tags of records: nobody, the host, and guest k as k + 1. */
const Tag = { none: 0, host: 1 } as const;

function layoutOf({ depth, vcpus }: CommonSize) {
  const ring = array(depth, uint(vcpus + 1));
  const vcpu = record({
    at: oneOf(...loopSteps),
    exit: oneOf(...Object.keys(Exit)),
    snapshot: flag(),
    guestLbr: flag(),
    event: oneOf(...Object.keys(GuestEvent)),
    passthrough: flag(),
    lastRead: uint(vcpus + 1),
    saved: ring,
  });
  return record({
    /** 0 is a task without LBRs, k is vCPU k. */
    running: uint(vcpus),
    lbrEnabled: flag(),
    pinned: flag(),
    flexible: oneOf(...Object.keys(HostEvent)),
    ring,
    vcpu: array(vcpus, vcpu),
  });
}

type CommonWorld = DraftOf<ReturnType<typeof layoutOf>>;
type Vcpu = CommonWorld['vcpu'][number];
type CommonAction = Action<CommonWorld>;

/** `bug`: host DEBUGCTL is snapshotted at sched-in, with IRQs on. */
export function commonModel(size: CommonSize, bug = false): Model<CommonWorld> {
  const layout = layoutOf(size);
  return {
    name: `common D=${size.depth} NV=${size.vcpus} NE=${size.hostEvents}${bug ? ' BUG=1' : ''}`,
    layout,
    createDraft: () => createDraft(layout),
    initialStates: 1,
    initialize: () => {},
    actions: actionsOf(size, bug),
    processes: [runLoop(size)],
  };
}

// Where things can happen: position 0 is the other task, then nine positions per vCPU.

const positionOf = (vcpu: number, at: number) => 1 + (vcpu - 1) * loopSteps.length + at;

function runLoop({ vcpus }: CommonSize): Process<CommonWorld> {
  return {
    name: 'cpu',
    positions: 1 + vcpus * loopSteps.length,
    position: (world) => (world.running === 0 ? 0 : positionOf(world.running, world.vcpu[world.running - 1].at)),
  };
}

const at = (...positions: readonly number[]) => ({ process: 0, positions });

/** The other task, and the given positions of every vCPU. */
const inHost = (vcpus: number, steps: readonly number[]) =>
  at(0, ...Array.from({ length: vcpus }, (_, k) => steps.map((step) => positionOf(k + 1, step))).flat());

function actionsOf(size: CommonSize, bug: boolean): CommonAction[] {
  const { vcpus, hostEvents, depth } = size;
  const ids = Array.from({ length: vcpus }, (_, index) => index + 1);
  const switches = ids.flatMap((id) => [schedIn(id, bug), schedOut(id, bug)]);
  const loops = ids.flatMap((id) => vcpuActions(id, depth, bug));
  const irqsOn = inHost(vcpus, [At.user, At.prepare, At.handling]);
  const host = [hostBranch(vcpus), nmi(vcpus), startPinned(irqsOn), stopPinned(irqsOn)];
  const flexible = hostEvents > 1 ? [startFlexible(irqsOn), stopFlexible(irqsOn)] : [];
  return [...switches, ...loops, ...host, ...flexible];
}

// Records.

function clear(ring: number[]): void {
  for (let i = 0; i < ring.length; i++) ring[i] = Tag.none;
}

function copy(from: readonly number[], to: number[]): void {
  for (let i = 0; i < to.length; i++) to[i] = from[i];
}

function pushRecord(ring: number[], tag: number): void {
  for (let i = ring.length - 1; i > 0; i--) ring[i] = ring[i - 1];
  ring[0] = tag;
}

// perf.

const hostEventActive = (world: CommonWorld) => world.pinned === 1 || world.flexible === HostEvent.active;

/** A flexible host event takes the LBRs that the guest event left. */
function reschedule(world: CommonWorld): void {
  if (world.flexible !== HostEvent.waiting) return;
  world.flexible = HostEvent.active;
  clear(world.ring);
  world.lbrEnabled = 1;
}

/** The guest event preempts the flexible host event. False where the pinned one holds the LBRs. */
function takeLbrs(world: CommonWorld): boolean {
  if (world.pinned === 1) return false;
  if (world.flexible === HostEvent.active) {
    world.flexible = HostEvent.waiting;
    world.lbrEnabled = 0;
  }
  return true;
}

function schedIn(id: number, bug: boolean): CommonAction {
  return {
    name: 'sched.in',
    args: { vcpu: id },
    at: at(0),
    enabled: (world) => world.running === 0,
    apply(world) {
      const vcpu = world.vcpu[id - 1];
      world.running = id;
      if (vcpu.event === GuestEvent.saved) {
        if (takeLbrs(world)) {
          vcpu.event = GuestEvent.active;
          copy(vcpu.saved, world.ring);
        } else {
          vcpu.event = GuestEvent.error;
        }
        clear(vcpu.saved);
      }
      if (bug) vcpu.snapshot = world.lbrEnabled;
    },
  };
}

function schedOut(id: number, bug: boolean): CommonAction {
  return {
    name: 'sched.out',
    args: { vcpu: id },
    at: at(positionOf(id, At.user), positionOf(id, At.handling)),
    enabled: (world) => stands(world, id, At.user) || stands(world, id, At.handling),
    apply(world) {
      const vcpu = world.vcpu[id - 1];
      world.running = 0;
      if (bug) vcpu.snapshot = 0;
      if (vcpu.event !== GuestEvent.active) return;
      copy(world.ring, vcpu.saved);
      vcpu.event = GuestEvent.saved;
      reschedule(world);
    },
  };
}

function stands(world: CommonWorld, id: number, step: number): boolean {
  return world.running === id && world.vcpu[id - 1].at === step;
}

// KVM and the guest.

function vcpuActions(id: number, depth: number, bug: boolean): CommonAction[] {
  const index = id - 1;
  const step = (name: string, from: number, apply: CommonAction['apply']): CommonAction => ({
    name,
    args: { vcpu: id },
    at: at(positionOf(id, from)),
    enabled: (world) => stands(world, id, from),
    apply,
  });
  const reads = Array.from({ length: depth }, (_, entry): CommonAction => {
    const read = step('guest.read', At.guest, (world) => {
      const vcpu = world.vcpu[index];
      vcpu.lastRead = vcpu.passthrough === 1 ? world.ring[entry] : Tag.none;
    });
    return { ...read, args: { vcpu: id, entry } };
  });
  return [
    {
      ...step('kvm.release', At.user, (world) => releaseGuestEvent(world, world.vcpu[index])),
      enabled(world) {
        const vcpu = world.vcpu[index];
        return stands(world, id, At.user) && vcpu.guestLbr === 0 && vcpu.event !== GuestEvent.none;
      },
    },
    step('kvm.prepare', At.user, (world) => {
      world.vcpu[index].at = At.prepare;
    }),
    step('kvm.irqs-off', At.prepare, (world) => {
      world.vcpu[index].at = At.irqsOff;
    }),
    step('kvm.snapshot', At.irqsOff, (world) => {
      const vcpu = world.vcpu[index];
      vcpu.at = At.snapped;
      if (!bug) vcpu.snapshot = world.lbrEnabled;
    }),
    step('kvm.check', At.snapped, (world) => {
      const vcpu = world.vcpu[index];
      vcpu.at = At.checked;
      vcpu.passthrough = vcpu.event === GuestEvent.active ? 1 : 0;
    }),
    step('kvm.enter', At.checked, (world) => {
      const vcpu = world.vcpu[index];
      vcpu.at = At.guest;
      world.lbrEnabled = vcpu.guestLbr;
    }),
    {
      ...step('guest.branch', At.guest, (world) => pushRecord(world.ring, id + 1)),
      enabled: (world) => stands(world, id, At.guest) && world.lbrEnabled === 1,
    },
    ...reads,
    step('guest.clear-lbr', At.guest, (world) => exitGuest(world, world.vcpu[index], Exit.clearsLbr)),
    step('guest.set-lbr', At.guest, (world) => exitGuest(world, world.vcpu[index], Exit.setsLbr)),
    step('guest.exit', At.guest, (world) => exitGuest(world, world.vcpu[index], Exit.none)),
    step('kvm.restore', At.exited, (world) => {
      const vcpu = world.vcpu[index];
      if (vcpu.snapshot === 1) world.lbrEnabled = 1;
      vcpu.at = At.restored;
      if (!bug) vcpu.snapshot = 0;
    }),
    step('kvm.irqs-on', At.restored, (world) => {
      world.vcpu[index].at = At.handling;
    }),
    step('kvm.handle-exit', At.handling, (world) => handleExit(world, world.vcpu[index])),
  ];
}

function exitGuest(world: CommonWorld, vcpu: Vcpu, reason: number): void {
  world.lbrEnabled = 0;
  vcpu.at = At.exited;
  vcpu.exit = reason;
  vcpu.passthrough = 0;
  vcpu.lastRead = Tag.none;
}

function releaseGuestEvent(world: CommonWorld, vcpu: Vcpu): void {
  const held = vcpu.event === GuestEvent.active;
  vcpu.event = GuestEvent.none;
  if (held) reschedule(world);
}

function handleExit(world: CommonWorld, vcpu: Vcpu): void {
  vcpu.at = At.user;
  if (vcpu.exit === Exit.clearsLbr) vcpu.guestLbr = 0;
  if (vcpu.exit === Exit.setsLbr) {
    vcpu.guestLbr = 1;
    if (vcpu.event === GuestEvent.none || vcpu.event === GuestEvent.error) createGuestEvent(world, vcpu);
  }
  vcpu.exit = Exit.none;
}

function createGuestEvent(world: CommonWorld, vcpu: Vcpu): void {
  if (!takeLbrs(world)) {
    vcpu.event = GuestEvent.error;
    return;
  }
  clear(world.ring);
  vcpu.event = GuestEvent.active;
}

// The host.

const outsideGuest = [At.user, At.prepare, At.irqsOff, At.snapped, At.checked, At.exited, At.restored, At.handling];

function guestRuns(world: CommonWorld): boolean {
  return world.running !== 0 && world.vcpu[world.running - 1].at === At.guest;
}

function irqsEnabled(world: CommonWorld): boolean {
  if (world.running === 0) return true;
  const step = world.vcpu[world.running - 1].at;
  return step === At.user || step === At.prepare || step === At.handling;
}

const hostBranch = (vcpus: number): CommonAction => ({
  name: 'host.branch',
  args: {},
  at: inHost(vcpus, outsideGuest),
  enabled: (world) => !guestRuns(world) && world.lbrEnabled === 1,
  apply: (world) => pushRecord(world.ring, Tag.host),
});

const nmi = (vcpus: number): CommonAction => ({
  name: 'host.nmi',
  args: {},
  at: inHost(vcpus, outsideGuest),
  enabled: (world) => !guestRuns(world) && hostEventActive(world),
  apply(world) {
    world.lbrEnabled = 1;
  },
});

const startPinned = (irqsOn: CommonAction['at'] & object): CommonAction => ({
  name: 'host.start-pinned',
  args: {},
  at: irqsOn,
  enabled: (world) => irqsEnabled(world) && world.pinned === 0,
  apply(world) {
    if (!hostEventActive(world)) {
      if (guestHolds(world)) {
        world.vcpu[world.running - 1].event = GuestEvent.error;
        if (world.flexible === HostEvent.waiting) world.flexible = HostEvent.active;
      }
      clear(world.ring);
      world.lbrEnabled = 1;
    }
    world.pinned = 1;
  },
});

const stopPinned = (irqsOn: CommonAction['at'] & object): CommonAction => ({
  name: 'host.stop-pinned',
  args: {},
  at: irqsOn,
  enabled: (world) => irqsEnabled(world) && world.pinned === 1,
  apply(world) {
    world.pinned = 0;
    if (world.flexible !== HostEvent.active) world.lbrEnabled = 0;
  },
});

const startFlexible = (irqsOn: CommonAction['at'] & object): CommonAction => ({
  name: 'host.start-flexible',
  args: {},
  at: irqsOn,
  enabled: (world) => irqsEnabled(world) && world.flexible === HostEvent.off,
  apply(world) {
    if (hostEventActive(world)) {
      world.flexible = HostEvent.active;
    } else if (guestHolds(world)) {
      world.flexible = HostEvent.waiting;
    } else {
      world.flexible = HostEvent.active;
      clear(world.ring);
      world.lbrEnabled = 1;
    }
  },
});

const stopFlexible = (irqsOn: CommonAction['at'] & object): CommonAction => ({
  name: 'host.stop-flexible',
  args: {},
  at: irqsOn,
  enabled: (world) => irqsEnabled(world) && world.flexible !== HostEvent.off,
  apply(world) {
    if (world.flexible === HostEvent.active && world.pinned === 0) world.lbrEnabled = 0;
    world.flexible = HostEvent.off;
  },
});

function guestHolds(world: CommonWorld): boolean {
  return world.running !== 0 && world.vcpu[world.running - 1].event === GuestEvent.active;
}

// The three invariants.

const always = () => true;

/** Outside the guest's stretch of the run loop, host DEBUGCTL follows perf. */
const hostDebugctlFollowsPerf: StateProperty<CommonWorld> = {
  kind: 'state',
  witness: always,
  holds(world) {
    if (world.running !== 0) {
      const step = world.vcpu[world.running - 1].at;
      if (step === At.guest || step === At.exited) return true;
    }
    return (world.lbrEnabled === 1) === hostEventActive(world);
  },
};

export const guestReadsOnlyItsOwn: StateProperty<CommonWorld> = {
  kind: 'state',
  witness: (world) => world.vcpu.some((vcpu) => vcpu.lastRead !== Tag.none),
  holds(world) {
    for (let k = 0; k < world.vcpu.length; k++) {
      const { lastRead } = world.vcpu[k];
      if (lastRead !== Tag.none && lastRead !== k + 2) return false;
    }
    return true;
  },
};

const passthroughOnlyOverOwnRecords: StateProperty<CommonWorld> = {
  kind: 'state',
  witness: (world) => guestRuns(world) && world.vcpu[world.running - 1].passthrough === 1,
  holds(world) {
    if (!guestRuns(world) || world.vcpu[world.running - 1].passthrough === 0) return true;
    for (let i = 0; i < world.ring.length; i++) {
      if (world.ring[i] !== Tag.none && world.ring[i] !== world.running + 1) return false;
    }
    return true;
  },
};

export const commonProperties = [hostDebugctlFollowsPerf, guestReadsOnlyItsOwn, passthroughOnlyOverOwnRecords] as const;
