/** Hand-written runs of the protocol world: how they are written down, played, and judged by the property of a rule. */
import { expect, test } from 'vitest';
import { explore, replay, resolveStep, type NamedStep } from '../../src/spec/check/index.ts';
import { designNamed } from '../../src/spec/designs/index.ts';
import { noSuch } from '../../src/spec/kit/no-such.ts';
import { withFlips } from '../../src/spec/switches/switch.ts';
import { protocolSwitches, type ProtocolSettings } from '../../src/spec/switches/protocol.ts';
import type { Property } from '../../src/spec/kit/model.ts';
import { protocolModel, type ProtocolModel, type World } from '../../src/spec/model/protocol/index.ts';
import { instanceNamed } from '../../src/spec/model/protocol/instances.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import type { LbrProtocolRule } from '../../src/spec/rules/kit/protocol/rule.ts';

export type Flips = Readonly<Partial<Record<keyof typeof protocolSwitches, string>>>;

/** A run that somebody wrote down to show a rule kept or broken. */
export interface Case {
  readonly rule: string;
  /** What happens, for whoever reads the report. */
  readonly title: string;
  readonly on: string;
  readonly flips?: Flips;
  readonly instance: string;
  /** One step per line: `sched.switch cpu=0 task=A`. A step that begins with `?` is taken where it is enabled. */
  readonly steps: readonly string[];
}

/** What the property of a rule says about a run. */
export interface Judged {
  /** How often the precondition came up. */
  readonly witnesses: number;
  /** Number of steps after which the property was first broken. */
  readonly brokenAfter: number | undefined;
  readonly length: number;
}

export function settings(on: string, flips: Flips = {}): ProtocolSettings {
  const unknown = Object.keys(flips).find((name) => !Object.hasOwn(protocolSwitches, name));
  if (unknown !== undefined) throw noSuch('switch', unknown, Object.keys(protocolSwitches));
  return withFlips(protocolSwitches, designNamed(on).protocol, flips);
}

export function modelOf(on: string, instance: string, flips: Flips = {}): ProtocolModel {
  return protocolModel(settings(on, flips), instanceNamed(instance));
}

export function ruleOf(id: string): LbrProtocolRule {
  const rule = protocolRules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new RangeError(`there is no protocol rule ${id}`);
  return rule;
}

/** Plays a case and judges it by the property of its rule. */
export function judge({ rule, on, flips, instance, steps }: Case): Judged {
  const model = modelOf(on, instance, flips);
  const property = ruleOf(rule).property(model.machine);
  const taken = stepsTaken(model, steps);
  const judged = property.kind === 'response' ? judgeResponse : judgeSafety;
  return { ...judged(model, property as never, taken), length: taken.length };
}

type Safety = Exclude<Property<World>, { readonly kind: 'response' }>;
type Response = Extract<Property<World>, { readonly kind: 'response' }>;

function judgeSafety(model: ProtocolModel, property: Safety, steps: readonly NamedStep[]): Omit<Judged, 'length'> {
  let witnesses = 0;
  let brokenAfter: number | undefined;
  replay(model, steps, {
    onStep(index, before, action, after) {
      const saw = property.kind === 'state' ? property.witness(after) : property.witness(before, action, after);
      const holds = property.kind === 'state' ? property.holds(after) : property.holds(before, action, after);
      if (saw) witnesses++;
      if (!holds) brokenAfter ??= index + 1;
    },
  });
  return { witnesses, brokenAfter };
}

/** Broken where, after a trigger, `within` helpful steps in a row bring no response. */
function judgeResponse(model: ProtocolModel, property: Response, steps: readonly NamedStep[]): Omit<Judged, 'length'> {
  let witnesses = 0;
  let waited: number | undefined;
  let brokenAfter: number | undefined;
  replay(model, steps, {
    onStep(index, _before, action, after) {
      if (waited !== undefined) waited = property.helpful(action) ? waited + 1 : undefined;
      if (property.response(after)) waited = undefined;
      else if (property.trigger(after)) waited ??= 0;
      if (property.trigger(after)) witnesses++;
      if (waited !== undefined && waited >= property.within) brokenAfter ??= index + 1;
    },
  });
  return { witnesses, brokenAfter };
}

/** The steps of a case without those that begin with `?` and are not enabled where they stand. */
export function stepsTaken(model: ProtocolModel, lines: readonly string[]): NamedStep[] {
  const taken: NamedStep[] = [];
  for (const line of lines) {
    const step = parseStep(line.replace(/^\?/, ''));
    const optional = line.startsWith('?');
    if (optional && !resolveStep(model, step, taken.length).enabled(replay(model, taken).world)) continue;
    taken.push(step);
  }
  return taken;
}

function parseStep(line: string): NamedStep {
  const [op = '', ...words] = line.split(' ');
  const args = words.map((word): [string, string | number] => {
    const [name = '', value = ''] = word.split('=');
    return [name, name === 'cpu' ? Number(value) : value];
  });
  return { op, args: Object.fromEntries(args) };
}

// Parts of cases.

export const switchTo = (task: string, cpu = 0): string => `sched.switch cpu=${cpu} task=${task}`;

/** From the start of KVM's loop into the guest. */
export const enter = (vcpu = 'A'): string[] => [
  `?kvm.serve_requests vcpu=${vcpu}`,
  ...['disable_irqs', 'snapshot_debugctl', 'decide_passthrough', 'enter_guest'].map(
    (verb) => `kvm.${verb} vcpu=${vcpu}`,
  ),
];

/** After VM-exit, until IRQs are on. */
export const leave = (vcpu = 'A'): string[] => [`kvm.restore_debugctl vcpu=${vcpu}`, `kvm.enable_irqs vcpu=${vcpu}`];

/** An action of the guest that exits, and what KVM does about it. */
export const trapped = (verb: string, vcpu = 'A'): string[] => [
  `guest.${verb} vcpu=${vcpu}`,
  ...leave(vcpu),
  `kvm.handle_exit vcpu=${vcpu}`,
];

/** The guest reads its LBR MSRs, by hardware or by exit. */
export const readLbr = (vcpu = 'A'): string[] => access('read_lbr', vcpu);

export const writeSelect = (vcpu = 'A'): string[] => access('write_select', vcpu);

const access = (verb: string, vcpu: string): string[] => [
  `guest.${verb} vcpu=${vcpu}`,
  ...['restore_debugctl', 'enable_irqs', 'handle_exit', 'access_lbr_msr', 'finish_lbr_msr'].map(
    (step) => `?kvm.${step} vcpu=${vcpu}`,
  ),
];

/** The vCPU thread starts to run the guest on pCPU 0. */
export const start = (vcpu = 'A'): string[] => [switchTo(vcpu), `kvm.run vcpu=${vcpu}`, ...enter(vcpu)];

/** The guest turns recording on, and KVM is back at the start of its loop. */
export const turnOn = (vcpu = 'A'): string[] => [...start(vcpu), ...trapped('enable_lbr', vcpu)];

/** The guest turns recording on, records, and exits; KVM is back at the start of its loop. */
export const record = (vcpu = 'A', branches = 1): string[] => [
  ...turnOn(vcpu),
  ...enter(vcpu),
  ...Array<string>(branches).fill(`guest.branch vcpu=${vcpu}`),
  `guest.exit vcpu=${vcpu}`,
  ...leave(vcpu),
];

/** Another thread of the VMM reads by ioctl on pCPU 1; then the vCPU runs on pCPU 0. */
export const ioctlFromElsewhere = [
  switchTo('A'),
  switchTo('T', 1),
  'vmm.read_lbr task=T vcpu=A',
  'kvm.run vcpu=A',
  ...enter(),
];

export const times = (count: number, steps: readonly string[]): string[] =>
  Array.from({ length: count }, () => steps).flat();

// What the files of the chapters are made of.

/** A case that keeps its rule: the precondition comes up, and nothing is broken. */
export function keeps(one: Case): void {
  test(`${one.rule} is kept on ${place(one)}: ${one.title}`, () => {
    const { witnesses, brokenAfter } = judge(one);
    expect(brokenAfter, 'broken after this many steps').toBeUndefined();
    expect(witnesses, 'the precondition came up').toBeGreaterThan(0);
  });
}

/** A case that breaks its rule by its last step and not before. */
export function breaks(one: Case): void {
  test(`${one.rule} is broken on ${place(one)}: ${one.title}`, () => {
    const { brokenAfter, length } = judge(one);
    expect(brokenAfter).toBe(length);
  });
}

const place = ({ on, flips = {} }: Case): string =>
  [on, ...Object.entries(flips).map(([name, value]) => `${name}=${value}`)].join(' with ');

/** A rule, switches of the contract to flip, and an instance in which a search then breaks the rule. */
export interface Kill {
  readonly rule: string;
  readonly flips: Flips;
  readonly instance: string;
  readonly maxStates?: number;
}

/** With the flips the search breaks the rule; with any of them left out, the same search does not. */
export function isBrokenBy({ rule, flips, instance, maxStates = 8000 }: Kill): void {
  const breaksWith = (some: Flips): boolean => {
    const model = modelOf('contract', instance, some);
    const [result] = explore(model, [ruleOf(rule).property(model.machine)], { maxStates }).properties;
    return result.verdict === 'violated';
  };
  test(`${rule} notices ${Object.entries(flips)
    .map((flip) => flip.join('='))
    .join(' and ')}`, () => {
    expect(breaksWith(flips)).toBe(true);
    for (const left of Object.keys(flips)) {
      expect(breaksWith(Object.fromEntries(Object.entries(flips).filter(([name]) => name !== left)))).toBe(false);
    }
  });
}

/** Each protocol rule of a chapter has a case of either kind and something that breaks it. */
export function coversChapter(code: string, cases: readonly Case[], kills: readonly Kill[]): void {
  const ids = protocolRules.map(({ id }) => id).filter((id) => id.startsWith(`LBR-${code}-`));
  test(`each protocol rule of ${code} has its cases`, () => {
    expect(new Set(cases.map(({ rule }) => rule))).toEqual(new Set(ids));
    expect(new Set(kills.map(({ rule }) => rule))).toEqual(new Set(ids));
  });
}

/** The tests of a chapter. */
export function describeChapter(code: string, tests: { kept: Case[]; broken: Case[]; kills: Kill[] }): void {
  const { kept, broken, kills } = tests;
  kept.forEach(keeps);
  broken.forEach(breaks);
  kills.forEach(isBrokenBy);
  coversChapter(code, kept, kills);
  coversChapter(code, broken, kills);
}
