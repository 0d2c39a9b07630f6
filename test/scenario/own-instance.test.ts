import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { designs } from '../../src/spec/designs/index.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';
import { parseInstance } from '../../src/spec/scenario/instance-fields.ts';
import { readScenarioFragment, scenarioFragment } from '../../src/spec/scenario/link.ts';
import { parseDocument } from '../../src/spec/scenario/parse.ts';
import { withoutShortForms } from '../../src/spec/scenario/protocol-run.ts';
import { scenarioSchema, SCHEMA_ID } from '../../src/spec/scenario/schema.ts';
import { shortForms } from '../../src/spec/scenario/short-forms.ts';
import type { Scenario, ScenarioStep } from '../../src/spec/scenario/types.ts';
import { replayScenario } from '../../src/spec/verify/replay-scenario.ts';
import { storyOf } from '../../src/spec/verify/story.ts';

const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(scenarioSchema(SCHEMA_ID));

const scenario = (instance: unknown, steps: readonly ScenarioStep[] = [], design = 'v7.3'): Scenario =>
  parseDocument({ design, instance, steps });

const accepted: readonly object[] = [
  {},
  { lbr: 'arch', depth: 8, with: ['guest-depth', 'guest-xsaves'] },
  { cpus: 2, vcpus: ['A', 'B'], sameVm: true, tasks: ['T'], perfmon: 2, firmware: 'recording-on' },
  { vcpus: [], tasks: ['T'], events: [{ priority: 'task-flexible', filter: 'call-stack' }] },
  { events: [{}, { name: 'other', priority: 'task-pinned', task: 'A', excludeHost: true, raw1b00: true, pebs: true }] },
  { vpmu: 'mediated', events: [{ cpu: 0, excludeGuest: false }] },
];

test.each(accepted.map((instance) => [JSON.stringify(instance), instance]))('accepted: %s', (_, instance) => {
  const document = { instance, steps: [] };
  expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  for (const { name } of designs) expect(replayScenario(scenario(instance, [], name))).toEqual([]);
});

test.each<[path: string, instance: unknown, hint: string]>([
  ['', [], 'expected an object'],
  ['.cpu', { cpu: 1 }, 'did you mean "cpus"?'],
  ['.cpus', { cpus: 0 }, 'expected 1 or 2'],
  ['.cpus', { cpus: 3 }, 'expected at most'],
  ['.depth', { depth: 1 }, 'expected at least 2'],
  ['.perfmon', { perfmon: 3 }, 'expected 2 or 4'],
  ['.vcpus', { vcpus: ['A', 'B', 'C'] }, 'expected at most 2'],
  ['.vcpus[0]', { vcpus: ['a b'] }, 'expected a name'],
  ['.tasks', { tasks: ['A'] }, 'the name "A" is taken'],
  ['.tasks', { tasks: ['idle'] }, 'the name "idle" is taken'],
  ['.events', { events: [{}, {}] }, 'the name "cpu-pinned" is taken'],
  ['.events[0].priority', { events: [{ priority: 'pinned' }] }, 'expected'],
  ['.events[0].cpu', { events: [{ cpu: 1 }] }, 'expected below cpus'],
  ['.events[0].cpu', { events: [{ priority: 'task-pinned', cpu: 0 }] }, 'has no cpu'],
  ['.events[0].task', { events: [{ task: 'A' }] }, 'has no task'],
  ['.events[0].task', { events: [{ priority: 'task-pinned', task: 'T' }] }, 'unknown thread "T"'],
  ['.events[0].task', { vcpus: [], events: [{ priority: 'task-pinned' }] }, 'no thread'],
  ['.with', { with: ['guest-depth'] }, 'features of a host with legacy LBR'],
  ['.with[0]', { with: ['nmi'] }, 'unknown value'],
])('refused at $.instance%s: %j', (path, instance, hint) => {
  expect(() => replayScenario(scenario(instance))).toThrow(`$.instance${path}: `);
  expect(() => replayScenario(scenario(instance))).toThrow(hint);
});

test('a named instance written out is the same machine: its counterexamples do the same in it', () => {
  const named = instances.find(({ name }) => name === 'pinned');
  const own = { events: [{ name: 'pinned' }], with: named?.with };
  const { steps, design } = JSON.parse(
    readFileSync('scenarios/counterexamples/LBR-OWN-4/v7.3.json', 'utf8'),
  ) as Scenario;
  const [theirs, ours] = ['pinned', own].map((instance) => storyOf(scenario(instance, steps, design)));
  expect(theirs.breaks.map(({ rule }) => rule)).toContain('LBR-OWN-4');
  expect({ ...ours, instance: '' }).toEqual({ ...theirs, instance: '' });
});

test('an entry and an exit stand for the steps of KVM, on every design, with a mediated vPMU too', () => {
  const steps = [
    { op: 'kvm.entry', vcpu: 'A', cpu: 0 },
    { op: 'kvm.exit', vcpu: 'A' },
    { op: 'kvm.entry', vcpu: 'A' },
    { op: 'guest.exit', vcpu: 'A' },
    { op: 'kvm.exit', vcpu: 'A' },
    { op: 'kvm.exit_to_vmm', vcpu: 'A' },
  ];
  for (const { name } of designs) {
    for (const vpmu of ['emulated', 'mediated']) {
      const { steps: whole, ...rest } = withoutShortForms(scenario({ vpmu }, steps, name));
      expect(whole.length, name).toBeGreaterThan(14);
      expect(whole.filter(({ op }) => Object.hasOwn(shortForms, op))).toEqual([]);
      expect(whole.filter(({ op }) => op === 'kvm.enter_guest')).toHaveLength(2);
      expect(whole.filter(({ op }) => op === 'kvm.enable_irqs')).toHaveLength(2);
      expect(replayScenario({ ...rest, steps: whole })).toHaveLength(whole.length);
    }
  }
});

test('an exit handles the NMI that ended the guest, and the access that the guest trapped on', () => {
  const steps = [
    { op: 'perf.open', event: 'prof' },
    { op: 'kvm.entry', vcpu: 'A', cpu: 0 },
    { op: 'guest.exit_by_nmi', vcpu: 'A', event: 'prof' },
    { op: 'kvm.exit', vcpu: 'A' },
    { op: 'kvm.entry', vcpu: 'A' },
    { op: 'guest.read_lbr', vcpu: 'A' },
    { op: 'kvm.exit', vcpu: 'A' },
  ];
  const ops = withoutShortForms(scenario({ events: [{ name: 'prof' }] }, steps)).steps.map(({ op }) => op);
  expect(ops).toContain('nmi.sample_guest');
  expect(ops).toContain('kvm.access_lbr_msr');
});

test.each<[string, readonly ScenarioStep[], string]>([
  ['$.steps[0]', [{ op: 'kvm.entry', vcpu: 'A' }], 'the vCPU thread must be running'],
  ['$.steps[0].vcpu', [{ op: 'kvm.entry' }], 'missing'],
  ['$.steps[0].vcpu', [{ op: 'kvm.entry', vcpu: 'B' }], 'there is no vCPU "B"; the instance has A'],
  ['$.steps[0]', [{ op: 'kvm.exit', vcpu: 'A' }], 'not in the guest'],
  ['$.steps[0].cpus', [{ op: 'kvm.entry', vcpu: 'A', cpus: 0 }], 'did you mean "cpu"?'],
  ['$.steps[0]', [{ op: 'kvm.entry', vcpu: 'A', cpu: 1 }], 'sched.switch(cpu=1, task=A) does not exist'],
  [
    '$.steps[1]',
    [
      { op: 'kvm.entry', vcpu: 'A', cpu: 0 },
      { op: 'kvm.entry', vcpu: 'A' },
    ],
    'in the guest already',
  ],
  [
    '$.steps[1]',
    [
      { op: 'kvm.entry', vcpu: 'A', cpu: 0 },
      { op: 'perf.open', event: 'nobody' },
    ],
    'does not exist',
  ],
])('a short form that cannot be: %s %j', (path, steps, hint) => {
  const document = scenario({ events: [{ name: 'prof' }] }, steps);
  expect(() => replayScenario(document)).toThrow(`${path}: `);
  expect(() => replayScenario(document)).toThrow(hint);
});

test('a link carries an instance of the document’s own', () => {
  const document = scenario({ cpus: 2, events: [{ name: 'prof', priority: 'cpu-flexible' }] }, [
    { op: 'kvm.entry', vcpu: 'A', cpu: 1 },
  ]);
  const { scenario: read } = readScenarioFragment(scenarioFragment({ scenario: document, model: '12345678' }));
  expect(read).toEqual(document);
});

test('the story of every protocol counterexample breaks its rule, or its rule is one of fair runs', () => {
  const late: string[] = [];
  const files = readdirSync('scenarios/counterexamples', { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(v7\.3|v6\.2)\.json$/.test(file),
  );
  for (const file of files) {
    const document = parseDocument(JSON.parse(readFileSync(`scenarios/counterexamples/${file}`, 'utf8')));
    if (document.instance === undefined) continue;
    const { breaks } = storyOf(document);
    if (!breaks.some(({ rule }) => rule === document.violates)) late.push(file);
  }
  expect(late).toEqual([]);
});

test('parseInstance names what it makes', () => {
  expect(parseInstance({ tasks: ['T'], events: [{}] }, '$').title).toBe(
    '1 pCPU, vCPU A, thread T, host LBR event cpu-pinned',
  );
});
