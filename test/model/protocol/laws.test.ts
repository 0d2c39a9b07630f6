/** Laws of the protocol model that no rule states: what its bookkeeping counts, and where its actors can be. */
import { expect, test } from 'vitest';
import { describeAction, explore } from '../../../src/spec/check/index.ts';
import { designs } from '../../../src/spec/designs/index.ts';
import type { ProtocolSettings } from '../../../src/spec/switches/protocol.ts';
import type { StateProperty, StepProperty } from '../../../src/spec/kit/model.ts';
import { protocolModel, type World } from '../../../src/spec/model/protocol/index.ts';
import { instances } from '../../../src/spec/model/protocol/instances.ts';
import { cpuOfEvent, cpuOfVcpu, type EventInfo, type Machine } from '../../../src/spec/model/protocol/machine.ts';
import { At, EventState } from '../../../src/spec/model/protocol/world.ts';

type Law = (m: Machine) => StateProperty<World> | StepProperty<World>;

const everyCpu = (test: (m: Machine, w: World, cpu: number) => boolean): Law => {
  return (m) => ({
    kind: 'state',
    witness: (w) => w.cpus.some((hw) => hw.lbrUsers > 0),
    holds: (w) => w.cpus.every((_, cpu) => test(m, w, cpu)),
  });
};

const everyVcpu = (at: (position: number) => boolean, test: (m: Machine, w: World, vcpu: number) => boolean): Law => {
  return (m) => ({
    kind: 'state',
    witness: (w) => w.vcpus.some((vcpu) => at(vcpu.at)),
    holds: (w) => w.vcpus.every((vcpu, index) => !at(vcpu.at) || test(m, w, index)),
  });
};

const activeOn = (m: Machine, w: World, cpu: number): EventInfo[] =>
  m.events.filter((event) => w.events[event.index].state === EventState.active && cpuOfEvent(m, w, event) === cpu);

const takesRegister = (m: Machine, event: EventInfo): boolean =>
  !event.fakeIndex || m.design.vlbrConstraint !== 'bypass';

const contextOf = (w: World, event: EventInfo): string =>
  `${event.cpu} ${w.events[event.index].task} ${event.pinned ? 'pinned' : 'flexible'}`;

const REGISTER_LAW = 'the shared register counts those of them that take it, and they agree';

const laws: Readonly<Record<string, Law>> = {
  'lbr_users counts the ACTIVE events of the pCPU': everyCpu(
    (m, w, cpu) => w.cpus[cpu].lbrUsers === activeOn(m, w, cpu).length,
  ),
  [REGISTER_LAW]: everyCpu((m, w, cpu) => {
    const takers = activeOn(m, w, cpu).filter((event) => takesRegister(m, event));
    const { erRef, erConfig } = w.cpus[cpu];
    return erRef === takers.length && takers.every((event) => event.config === erConfig);
  }),
  'the guest mask is set where an event with the encoding of the guest LBR event excludes the host': everyCpu(
    (m, w, cpu) =>
      w.cpus[cpu].guestMask === (activeOn(m, w, cpu).some((event) => event.fakeIndex && event.excludeHost) ? 1 : 0),
  ),
  'one event at most has the fake counter of a pCPU': everyCpu(
    (m, w, cpu) => activeOn(m, w, cpu).filter((event) => event.fakeIndex).length <= 1,
  ),
  'nobody on the host records without a user, a guest, an old snapshot, firmware or a mediated vPMU': (m) => ({
    kind: 'state',
    witness: (w) => w.cpus.some((hw) => hw.recording === 1),
    holds: (w) =>
      m.design.debugctlSnapshot === 'vcpu-load' ||
      (m.design.cpuStart === 'leaves-lbr' && m.instance.firmware !== undefined) ||
      w.cpus.every(
        (hw, cpu) => hw.recording === 0 || hw.lbrUsers > 0 || hw.guestCtxLoaded === 1 || runsGuest(m, w, cpu),
      ),
  }),
  'an event is ACTIVE only where it can be': (m) => ({
    kind: 'state',
    witness: (w) => w.events.some(({ state }) => state === EventState.active),
    holds: (w) =>
      m.events.every((event) => w.events[event.index].state !== EventState.active || cpuOfEvent(m, w, event) >= 0),
  }),
  'the open events of a class of a context have the ranks 1, 2, ...': (m) => ({
    kind: 'state',
    witness: (w) => w.events.filter(({ rank }) => rank > 0).length > 0,
    holds: (w) =>
      m.events.every((event) => {
        const { state, rank } = w.events[event.index];
        if (state === EventState.none) return rank === 0;
        const peers = m.events.filter(
          (peer) => w.events[peer.index].state !== EventState.none && contextOf(w, peer) === contextOf(w, event),
        );
        return peers.filter((peer) => w.events[peer.index].rank <= rank).length === rank;
      }),
  }),
  'a vCPU is in guest mode only on a pCPU': everyVcpu(
    (at) => at === At.guest,
    (m, w, vcpu) => cpuOfVcpu(m, w, vcpu) >= 0,
  ),
  'a vCPU with IRQs off is not switched out': everyVcpu(
    (at) => at >= At.irqsOff && at <= At.restored,
    (m, w, vcpu) => cpuOfVcpu(m, w, vcpu) >= 0,
  ),
  'a task runs on one pCPU at most': () => ({
    kind: 'state',
    witness: (w) => w.cpus.some(({ current }) => current > 0),
    holds: (w) => {
      const busy = w.cpus.map(({ current }) => current).filter((task) => task > 0);
      return new Set(busy).size === busy.length;
    },
  }),
  'records are dense from the newest on': () => ({
    kind: 'state',
    witness: (w) => w.cpus.some(({ ring }) => ring.includes(0) && ring.some((tag) => tag > 0)),
    holds: (w) => w.cpus.every(({ ring }) => ring.every((tag, i) => i === 0 || tag === 0 || ring[i - 1] > 0)),
  }),
  'a step executes on the pCPU where it records': () => ({
    kind: 'step',
    witness: (_before, _action, after) => after.seen.recorded > 0,
    holds: (_before, action, after) =>
      after.seen.recorded === 0 ||
      action.args.cpu === undefined ||
      after.seen.recordedCpu === Number(action.args.cpu) + 1,
  }),
};

function runsGuest(m: Machine, w: World, cpu: number): boolean {
  const vcpu = m.vcpuOfTask[w.cpus[cpu].current];
  return vcpu >= 0 && w.vcpus[vcpu].at === At.guest;
}

/** States of each search: with ranges checked it is about half as fast. */
const MAX_STATES = 800;

for (const { name, protocol } of designs) {
  test(`${name} keeps the laws of the model, and no action leaves its range or place`, () => {
    const { broken, seen } = judgeLaws(protocol);
    expect(broken).toEqual({});
    expect(seen, 'laws whose precondition came up').toEqual(Object.keys(laws).sort());
  });
}

test('a design that leaks the shared register breaks its law', () => {
  const [{ protocol }] = designs;
  expect(Object.keys(judgeLaws({ ...protocol, registerRelease: 'leaks' }).broken)).toEqual([REGISTER_LAW]);
});

/** Runs of each law that is broken, and the laws that said something, over all instances of legacy LBR. */
function judgeLaws(design: ProtocolSettings): { broken: Readonly<Record<string, string[]>>; seen: string[] } {
  const broken: Record<string, string[]> = {};
  const seen = new Set<string>();
  for (const instance of instances.filter(({ flavour }) => flavour === 'legacy')) {
    const model = protocolModel(design, instance);
    const properties = Object.values(laws).map((law) => law(model.machine));
    const found = explore(model, properties, { maxStates: MAX_STATES, debug: true });
    for (const [index, law] of Object.keys(laws).entries()) {
      const { violation, witnesses } = found.properties[index];
      if (violation) broken[law] ??= [instance.name, ...violation.steps.map(describeAction)];
      if (witnesses > 0) seen.add(law);
    }
  }
  return { broken, seen: [...seen].sort() };
}
