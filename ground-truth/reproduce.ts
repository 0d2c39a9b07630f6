/**
 * Replays in the kernel's own code what the model says a kernel gets wrong: for each rule that the design of a kernel
 * violates, the shortest trace, on a host with as many LBR entries as the CPU of the harness has; in the register world,
 * the checked-in counterexample. Writes reproductions.json.
 *
 *   npm run ground-truth:reproduce
 *   npm run ground-truth:reproduce -- --register    only the register world; the rest of the file stays
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAction, explore } from '../src/spec/check/index.ts';
import type { Property } from '../src/spec/kit/model.ts';
import { protocolModel, type ProtocolModel } from '../src/spec/model/protocol/index.ts';
import type { Instance } from '../src/spec/model/protocol/instance.ts';
import { instances } from '../src/spec/model/protocol/instances.ts';
import type { World } from '../src/spec/model/protocol/world.ts';
import { protocolRules, registerRules } from '../src/spec/rules/index.ts';
import type { LbrProtocolRule } from '../src/spec/rules/kit/protocol/rule.ts';
import { compare } from './differential/compare.ts';
import { SERIES, type Series } from './differential/kernels.ts';
import { harnessSteps, replay, type Walk } from './differential/walk.ts';
import { buildHarness, runScenarios, Unavailable, type HarnessState, type Kernel } from './harness-run.ts';
import { comparedHash, root } from './hash.ts';
import { reproduceScenario } from './register/reproduce.ts';
import type { Reproduction, Reproductions } from './reproductions.ts';

const MAX_STATES = 3_000_000;

const FILE = join(root, 'ground-truth', 'reproductions.json');

async function main(): Promise<void> {
  const registerOnly = process.argv.includes('--register');
  const before = JSON.parse(readFileSync(FILE, 'utf8')) as Reproductions;
  const isRegister = new Set<string>(registerRules.map(({ id }) => id));
  const entries: Reproduction[] = registerOnly ? before.entries.filter(({ rule }) => !isRegister.has(rule)) : [];
  const hash = comparedHash(); // of what is about to run
  for (const series of SERIES.filter(({ overrides }) => Object.keys(overrides).length === 0)) {
    let kernel: Kernel;
    try {
      kernel = buildHarness(series.source);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      console.log(`${series.source}: skipped. ${error.message}`);
      continue;
    }
    const rules = protocolRules.filter(({ violatedOn }) => !registerOnly && violatedOn.includes(series.design));
    for (const [rule, traces] of violations(series, rules)) {
      const entry = await reproduce(kernel, series, rule, traces);
      console.log(
        `${rule.id} ${kernel.version}: ${entry.reproduced ? 'reproduced' : `not reproduced: ${entry.reason}`}`,
      );
      entries.push(entry);
    }
    for (const { id } of registerRules.filter(({ violatedOn }) => violatedOn.includes(series.design))) {
      const entry = await reproduceScenario(kernel, id, series.design);
      if (entry === undefined) continue;
      console.log(`${id} ${kernel.version}: ${entry.reproduced ? 'reproduced' : `not reproduced: ${entry.reason}`}`);
      entries.push(entry);
    }
  }
  const file: Reproductions = {
    format: 'lbr-reproductions/1',
    date: registerOnly ? before.date : new Date().toISOString().slice(0, 10),
    hash: registerOnly ? before.hash : hash,
    entries,
  };
  writeFileSync(FILE, JSON.stringify(file, null, 2) + '\n');
}

async function reproduce(
  kernel: Kernel,
  series: Series,
  rule: LbrProtocolRule,
  traces: readonly (readonly [Instance, readonly string[]])[],
): Promise<Reproduction> {
  const subject = { rule: rule.id, design: series.design, kernel: kernel.version };
  const no = (reason: string): Reproduction => ({ ...subject, reproduced: false, reason });
  const reasons = new Set<string>();
  for (const [instance, steps] of traces) {
    const cannot = outOfReach(instance);
    if (cannot !== undefined) {
      reasons.add(cannot);
      continue;
    }
    const cpu = instance.perfmon < 4 ? 'haswell-v2' : 'skylake';
    const model = protocolModel(series.settings, onHarness(instance, cpu === 'skylake' ? 32 : 16));
    const walk = follow(model, steps);
    if (walk === undefined) {
      reasons.add('the trace depends on a ring of two records');
      continue;
    }
    const property = rule.property(model.machine);
    if (property.kind !== 'response' && !violates(model, walk, property)) {
      reasons.add('with as many records as the CPU has, this trace does not violate the rule');
      continue;
    }
    const [mismatch] = await compare(kernel, cpu, [{ model, walk }]);
    if (mismatch !== undefined) {
      const fields = mismatch.differences.map(({ field }) => field).join(', ');
      return no(`the code disagrees with the model after step ${mismatch.at + 1}: ${fields}`);
    }
    const [states] = await runScenarios(kernel, cpu, [harnessSteps(walk)]);
    return {
      ...subject,
      reproduced: true,
      instance: instance.name,
      cpu,
      steps: walk.actions.map(({ name, args }) => ({ op: name, ...args })),
      shown: shown(states[states.length - 1]),
    };
  }
  return no([...reasons].join('; ') || 'no instance of the bounded search violates it');
}

/** The shortest trace of each violated rule on each instance, in the harness's names. */
function violations(series: Series, rules: readonly LbrProtocolRule[]): Map<LbrProtocolRule, [Instance, string[]][]> {
  const found = new Map(rules.map((rule): [LbrProtocolRule, [Instance, string[]][]] => [rule, []]));
  for (const instance of [...instances, ...onOneCpu]) {
    const model = protocolModel(series.settings, instance);
    const properties = rules.map((rule) => rule.property(model.machine));
    const results = explore(model, properties, { maxStates: MAX_STATES }).properties;
    for (const [index, rule] of rules.entries()) {
      const steps = results[index].violation?.steps.map((action) => harnessName(describeAction(action)));
      if (steps !== undefined) found.get(rule)?.push([instance, steps]);
    }
  }
  return found;
}

/** Instances of two pCPUs, on one: some traces need the second one only to be shorter. */
const onOneCpu: readonly Instance[] = instances
  .filter(
    ({ cpus, flavour, hostEvents }) =>
      cpus === 2 && flavour === 'legacy' && hostEvents.every(({ cpu = 0 }) => cpu === 0),
  )
  .map((instance) => ({ ...instance, name: `${instance.name} on 1 pCPU`, cpus: 1 }));

/** Why the harness cannot mirror an instance at all. */
function outOfReach({ cpus, flavour, hostEvents, with: features }: Instance): string | undefined {
  if (flavour === 'arch') return 'the trace needs Arch LBR, whose registers and XSAVES the harness does not compare';
  if (cpus > 1) return 'the trace needs two pCPUs, and the harness has one';
  if (hostEvents.some(({ pebs }) => pebs === true) || features.includes('guest-pebs'))
    return 'the trace needs PEBS, whose records hardware writes';
  if (features.includes('destroy')) return 'the trace destroys a VM, and the harness keeps its VMs';
  if (features.includes('freeze-on-smi')) return 'the harness does not toggle freeze_on_smi';
  if (features.includes('recording-without-event'))
    return 'a VMM, an L1 or a refused event sets the recording bit, and the harness has no step for these';
  if (hostEvents.some(({ excludeHost }) => excludeHost === true))
    return 'the trace needs an event that excludes the host, and the harness opens none';
  return undefined;
}

/** Names of tasks in the instances, and those of the harness. */
const TASKS: Readonly<Record<string, string>> = { A: 'a', B: 'b', T: 'p', U: 'q' };
const harnessName = (text: string): string => text.replace(/\b[ABTU]\b/g, (name) => TASKS[name]);

function onHarness(instance: Instance, depth: number): Instance {
  return {
    ...instance,
    depth,
    countLimit: 64,
    tasks: instance.tasks.map((task) => ({ ...task, name: harnessName(task.name) })),
    hostEvents: instance.hostEvents.map((event) =>
      event.task === undefined ? event : { ...event, task: harnessName(event.task) },
    ),
  };
}

/** The walk that takes exactly these actions, or undefined where one of them is not possible. */
function follow(model: ProtocolModel, steps: readonly string[]): Walk | undefined {
  const actions = steps.map((step) => model.actions.find((action) => describeAction(action) === step));
  const known = actions.filter((action) => action !== undefined);
  const walk = replay(model, known);
  return known.length === steps.length && walk.actions.length === steps.length ? walk : undefined;
}

/** Whether the last step or state of the walk violates the property. */
function violates(model: ProtocolModel, walk: Walk, property: Property<World>): boolean {
  const w = model.createDraft();
  model.initialize(w, 0);
  let violated = false;
  for (const action of walk.actions) {
    const before = structuredClone(w);
    model.beginStep?.(w);
    action.apply(w);
    if (property.kind === 'state') violated = !property.holds(w);
    if (property.kind === 'step') violated = property.witness(before, action, w) && !property.holds(before, action, w);
  }
  return violated;
}

/** What a reader needs of the last state. */
function shown(state: HarnessState): NonNullable<Reproduction['shown']> {
  const { running, records, tosBy, select, debugctl, lbrUsers, guestMask, events, tasks, samples, seen } = state;
  const vlbr = Object.fromEntries(
    Object.entries(tasks).flatMap(([name, task]) => (task.vlbr === '' ? [] : [[name, task.vlbr]])),
  );
  return {
    running,
    records,
    tosBy,
    select,
    debugctl,
    lbrUsers,
    guestMask,
    events,
    vlbr,
    samples,
    ...(seen !== '' && { seen }),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
