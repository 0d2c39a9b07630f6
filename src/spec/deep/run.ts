import { explore, exploreInSlices, walk, withoutFairness, type PropertyResult } from '../check/index.ts';
import { contract } from '../designs/contract.ts';
import { designNamed } from '../designs/index.ts';
import { instancesOf } from '../designs/instances-of.ts';
import type { Instance } from '../model/protocol/instance.ts';
import { deepInstances, walkInstances } from '../model/protocol/deep-instances.ts';
import { protocolModel, type World } from '../model/protocol/index.ts';
import { protocolRules } from '../rules/index.ts';
import type { LbrProtocolRule } from '../rules/kit/protocol/rule.ts';
import { protocolSwitches } from '../switches/protocol.ts';
import { withFlips } from '../switches/switch.ts';
import { WALK, type DeepFlipJob, type DeepJob, type DeepSearchJob, type DeepWalkJob } from './plan.ts';
import type { DeepFlip, DeepSearch, DeepVerdict, DeepWalk } from './result.ts';

/** Memory for the states of one search. */
const MAX_BYTES = 6 * 2 ** 30;

/** Tells how far a search is, from time to time. */
type OnProgress = (text: string) => void;

/** Seconds since some moment. */
type Clock = () => number;

/** Runs one job to its end; the result is a function of the job, except the seconds. */
export function runDeepJob(job: DeepJob, onProgress: OnProgress, clock: Clock): DeepSearch | DeepWalk | DeepFlip {
  switch (job.kind) {
    case 'search':
      return runDeepSearch(job, onProgress, clock);
    case 'walk':
      return runDeepWalk(job, clock);
    case 'flip':
      return runDeepFlip(job, clock);
  }
}

function runDeepFlip({ flip }: DeepFlipJob, clock: Clock): DeepFlip {
  const began = clock();
  const [name, value] = flip.split('=');
  const settings = withFlips(protocolSwitches, contract.protocol, { [name]: value });
  const family = instancesOf(contract);
  const broken = new Set<string>();
  let states = 0;
  let complete = true;
  for (const instance of family) {
    const model = protocolModel(settings, instance);
    const rules = protocolRules.filter((rule) => rule.notApplicable?.['contract'] === undefined);
    const found = explore(
      model,
      rules.map((rule) => rule.property(model.machine)),
      { maxBytes: MAX_BYTES },
    );
    states += found.states;
    complete &&= found.end === 'complete';
    found.properties.forEach(({ verdict }, index) => verdict === 'violated' && broken.add(rules[index].id));
  }
  const seconds = Math.round(clock() - began);
  return { flip, instances: family.length, states, complete, broken: [...broken].sort(), seconds };
}

function runDeepSearch(job: DeepSearchJob, onProgress: OnProgress, clock: Clock): DeepSearch {
  const began = clock();
  const { instance, model, rules, properties } = subjectOf(job);
  const search = exploreInSlices(model, properties, { maxBytes: MAX_BYTES });
  let told = began;
  let next = search.next();
  while (next.done !== true) {
    const { phase, states, frontier, depth } = next.value;
    if (clock() - told > 10) {
      told = clock();
      onProgress(`${job.instance}: ${phase}, ${states} states, ${frontier} to expand, depth ${depth}`);
    }
    next = search.next();
  }
  const { end, states, transitions, depth, properties: results } = next.value;
  return {
    design: job.design,
    instance: job.instance,
    title: instance.title,
    complete: end === 'complete',
    states,
    symmetry: instance.symmetric === true ? 'the two vCPUs' : '',
    transitions,
    depth,
    seconds: Math.round(clock() - began),
    rules: verdicts(rules, results),
  };
}

function runDeepWalk(job: DeepWalkJob, clock: Clock): DeepWalk {
  const began = clock();
  const { instance, model, rules, properties } = subjectOf(job);
  const { stepsPerRun, headStart, runsPerHeadStart, favourProcesses } = WALK;
  const found = walk(model, properties, {
    firstRun: job.firstRun,
    runs: job.runs,
    seed: job.seed,
    steps: stepsPerRun,
    headStart: { steps: headStart, runs: runsPerHeadStart },
    favourProcesses,
    countWitnesses: true,
  });
  return {
    design: job.design,
    instance: job.instance,
    title: instance.title,
    seed: job.seed,
    runs: job.runs,
    ...WALK,
    steps: found.steps,
    seconds: Math.round(clock() - began),
    rules: verdicts(rules, found.properties),
  };
}

function subjectOf({ design, instance: name }: DeepSearchJob | DeepWalkJob) {
  const instance = [...deepInstances, ...walkInstances].find((candidate) => candidate.name === name);
  if (instance === undefined) throw new RangeError(`there is no large instance "${name}"`);
  const model = protocolModel(designNamed(design).protocol, instance);
  const rules = protocolRules.filter((rule) => rule.notApplicable?.[design] === undefined && says(rule, instance));
  const whole = rules.map((rule) => rule.property(model.machine));
  return { instance, model, rules, properties: instance.symmetric === true ? whole.map(withoutFairness) : whole };
}

/** Rules of a chapter that is about other hosts only take time. */
function says({ id }: LbrProtocolRule, instance: Instance): boolean {
  if (id.startsWith('LBR-ARCH-')) return instance.flavour === 'arch';
  return !id.startsWith('LBR-MED-') || instance.vpmu === 'mediated';
}

function verdicts(rules: readonly LbrProtocolRule[], results: readonly PropertyResult<World>[]): DeepVerdict[] {
  return rules.map(({ id }, index) => {
    const { verdict, witnesses, violation } = results[index];
    return {
      rule: id,
      verdict,
      met: witnesses,
      ...(violation && {
        steps: violation.steps.map(({ name, args }) =>
          [name, ...Object.entries(args).map(([key, value]) => `${key}=${value}`)].join(' '),
        ),
      }),
    };
  });
}
