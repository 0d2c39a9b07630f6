/** In a worker: what verdicts and observations the model of this bundle gives, one question at a time. */
import * as fc from 'fast-check';
import { explore } from '../src/spec/check/index.ts';
import type { StateProperty } from '../src/spec/kit/model.ts';
import { protocolModel, type World } from '../src/spec/model/protocol/index.ts';
import { instanceNamed } from '../src/spec/model/protocol/instances.ts';
import { Session } from '../src/spec/model/register/index.ts';
import { protocolRules, registerRules } from '../src/spec/rules/index.ts';
import type { LbrRegisterRule } from '../src/spec/rules/kit/register/rule.ts';
import { protocolSettings, registerSettings } from '../src/spec/verify/settings.ts';
import { serveJobs } from '../src/node/pool.ts';
import { createDigest, type Digest } from './digest.ts';
import type { Answer, ProtocolQuestion, Question, RegisterQuestion } from './question.ts';

/** The marks of a bundle that has them; those that are there already were left when the modules were loaded. */
const ran = (globalThis as { lbrRan?: Uint8Array }).lbrRan ?? new Uint8Array(0);
const ranAtLoad = ran.slice();

function search({ design, instance, maxStates, observe }: ProtocolQuestion): Answer {
  const rules = protocolRules.filter((rule) => rule.notApplicable?.[design] === undefined);
  const model = protocolModel(protocolSettings({ design }), instanceNamed(instance));
  const digest = createDigest();
  const properties = rules.map((rule) => rule.property(model.machine));
  const found = explore(model, observe ? [...properties, everyState(digest)] : properties, { maxStates });
  const results = found.properties.slice(0, rules.length);
  const { states, transitions, depth } = found;
  return {
    violated: rules.filter((_, index) => results[index].verdict === 'violated').map(({ id }) => id),
    met: rules.filter((_, index) => results[index].witnesses > 0).map(({ id }) => id),
    complete: found.end === 'complete',
    states,
    seen: [states, transitions, depth, digest.text()].join(' '),
    ran: ranNow(),
  };
}

/** Looks at every state and says nothing of it. The sum does not depend on the order. */
const everyState = (digest: Digest): StateProperty<World> => ({
  kind: 'state',
  witness: (w) => {
    digest.addFields(w);
    return false;
  },
  holds: () => true,
});

const cases = new Map<string, readonly unknown[]>();

function casesOf(rule: LbrRegisterRule, runs: number): readonly unknown[] {
  const known = cases.get(rule.id) ?? fc.sample<unknown>(rule.property.arbitrary, { numRuns: runs, seed: 1 });
  cases.set(rule.id, known);
  return known;
}

function generated({ design, rules: ids, runs, observe }: RegisterQuestion): Answer {
  const settings = registerSettings({ design });
  const digest = createDigest();
  const violated: string[] = [];
  const met: string[] = [];
  for (const rule of registerRules.filter(({ id }) => ids.includes(id))) {
    if (rule.notApplicable?.[design] !== undefined) continue;
    for (const [index, testCase] of casesOf(rule, runs).entries()) {
      const sessions: Session[] = [];
      const held = rule.property.holds(testCase, (host) => {
        const session = observe
          ? observed(new Session(host, settings), digest, `${rule.id} ${index}`)
          : new Session(host, settings);
        sessions.push(session);
        return session;
      });
      if (held === undefined) continue;
      if (met.at(-1) !== rule.id) met.push(rule.id);
      if (held) continue;
      violated.push(rule.id);
      if (!observe) break;
    }
  }
  return { violated: [...new Set(violated)], met, complete: true, states: 0, seen: digest.text(), ran: ranNow() };
}

/** The session, with everything that its callers see added to the digest. */
function observed(session: Session, digest: Digest, name: string): Session {
  return new Proxy(session, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const outcome: unknown = Reflect.apply(value, target, args);
        const { result, value: shown } = (outcome ?? {}) as { result?: string; value?: bigint };
        digest.add(
          `${name} ${target.steps.length} ${String(key)} ${result ?? JSON.stringify(outcome)} ${String(shown)}`,
        );
        return outcome;
      };
    },
  });
}

/** The marks since the last question. */
function ranNow(): number[] {
  const marks = [...ran.keys()].filter((index) => ran[index] === 1 || ranAtLoad[index] === 1);
  ran.fill(0);
  return marks;
}

serveJobs<Question, Answer>((question) => (question.kind === 'protocol' ? search(question) : generated(question)));
