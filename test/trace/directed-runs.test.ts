import { expect, test } from 'vitest';
import { contract } from '../../src/spec/designs/contract.ts';
import type { ProtocolSettings } from '../../src/spec/switches/protocol.ts';
import type { Instance } from '../../src/spec/model/protocol/instance.ts';
import { instanceByName } from '../../src/spec/model/protocol/instances.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';
import { enter, leave, settings, start } from '../rules/protocol-harness.ts';
import { checkText } from './check-text.ts';
import { directedRun } from './printed-run.ts';

const named = (name: string): Instance => {
  const found = instanceByName(name);
  if (found === undefined) throw new Error(`no instance ${name}`);
  return found;
};

const vcpu = (...ops: readonly string[]): string[] => ops.map((op) => `${op} vcpu=A`);

/** A vCPU, another task, and a host event that comes when the guest LBR event is gone. */
const besides: Instance = {
  ...named('two-cpus'),
  name: 'vCPU and task',
  cpus: 1,
  tasks: [
    { kind: 'vcpu', name: 'A', vm: 0 },
    { kind: 'plain', name: 'T' },
  ],
  hostEvents: named('two-cpus').hostEvents.map((event) => ({ ...event, toggled: true })),
};

interface Directed {
  readonly design: ProtocolSettings;
  readonly instance: Instance;
  readonly steps: readonly string[];
  /** The rules that the last step breaks, the line after which a report must stand at the end of that step. */
  readonly rules: readonly string[];
}

/** The host comes by IPI between the VM-exit and the emulation of what the guest trapped on. */
const trapped = (trap: string): string[] => [
  ...start(),
  ...vcpu(trap),
  ...leave(),
  'perf.open event=pinned',
  'host.branch cpu=0',
  ...vcpu('kvm.handle_exit', 'kvm.access_lbr_msr'),
];

/** Runs that break a rule with marks that no shorter run leaves. */
const directed: Readonly<Record<string, Directed>> = {
  'a host branch in a record that the guest reads': {
    design: settings('v7.3'),
    instance: named('pinned'),
    steps: trapped('guest.read_lbr'),
    rules: ['LBR-ISO-1', 'LBR-MSR-29'],
  },
  'a guest empties the records of the host by DEPTH': {
    design: settings('arch-lbr-v2'),
    instance: named('arch'),
    steps: trapped('guest.write_depth').filter((step) => !step.startsWith('host.branch')),
    rules: ['LBR-ARCH-4', 'LBR-MSR-2'],
  },
  'KVM writes LBR_CTL before VM-entry and not after VM-exit': {
    design: { ...contract.protocol, lbrCtlControls: 'by-wrmsr', hostLbrCtl: 'not-restored' },
    instance: named('arch'),
    steps: ['perf.open event=pinned', ...start(), ...vcpu('guest.exit', 'kvm.restore_debugctl')],
    rules: ['LBR-ARCH-1', 'LBR-ENT-4'],
  },
  'a host event that has run before finds the records of the guest that is scheduled out': {
    design: settings('v7.3'),
    instance: besides,
    steps: [
      'perf.open event=flexible',
      'perf.disable event=flexible',
      ...start(),
      ...vcpu('guest.enable_lbr'),
      ...leave(),
      ...vcpu('kvm.handle_exit'),
      ...enter(),
      ...vcpu('guest.branch', 'guest.exit'),
      ...leave(),
      'sched.switch cpu=0 task=T',
      'perf.enable event=flexible',
    ],
    rules: ['LBR-CTX-5'],
  },
};

for (const [name, { design, instance, steps, rules }] of Object.entries(directed)) {
  test(`reported at its line: ${name}`, () => {
    const run = directedRun(design, instance, steps);
    const last = run.steps[run.steps.length - 1];
    const { violations } = checkText(run.text);
    for (const rule of rules) {
      expect(violations.map((one) => one.rule)).toContain(rule);
      for (const { line } of violations.filter((one) => one.rule === rule)) {
        expect(line).toBeGreaterThanOrEqual(last.firstLine);
        expect(line).toBeLessThanOrEqual(last.lastLine);
      }
    }
    // The model itself says that this step breaks them, where it has the rule.
    const own = rules.filter((rule) => protocolRules.some(({ id }) => id === rule));
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((rule) => !last.broken.has(rule))).toEqual([]);
  });
}

test('the same runs on the contract are not reported', () => {
  for (const { instance, steps } of Object.values(directed)) {
    const run = directedRun(contract.protocol, instance, possible(contract.protocol, instance, steps));
    expect(checkText(run.text).violations).toEqual([]);
    expect(run.text).toContain('kvm_exit');
  }
});

/** The steps up to the first that this design does not have. */
function possible(design: ProtocolSettings, instance: Instance, steps: readonly string[]): string[] {
  for (let count = steps.length; count > 0; count--) {
    try {
      directedRun(design, instance, steps.slice(0, count));
      return steps.slice(0, count);
    } catch {
      // One step less.
    }
  }
  return [];
}
