import { describe, expect, test } from 'vitest';
import { explore, withoutFairness } from '../../../src/spec/check/index.ts';
import { designNamed } from '../../../src/spec/designs/index.ts';
import type { ProtocolSettings } from '../../../src/spec/switches/protocol.ts';
import type { StateProperty } from '../../../src/spec/kit/model.ts';
import type { Instance } from '../../../src/spec/model/protocol/instance.ts';
import { protocolModel, type World } from '../../../src/spec/model/protocol/index.ts';
import { asymmetry, isItsOwnMirrorImage } from '../../../src/spec/model/protocol/symmetry.ts';
import { protocolRules } from '../../../src/spec/rules/index.ts';

const contract: ProtocolSettings = designNamed('contract').protocol;
const twoVms: Instance = {
  name: 'two-vms',
  title: '1 pCPU, vCPUs of two VMs, a plain task, a host LBR event',
  flavour: 'legacy',
  cpus: 1,
  depth: 2,
  perfmon: 4,
  countLimit: 2,
  tasks: [
    { kind: 'vcpu', name: 'A', vm: 0 },
    { kind: 'vcpu', name: 'B', vm: 1 },
  ],
  hostEvents: [{ name: 'flexible', priority: 'cpu-flexible', cpu: 0, filter: 'any', excludeGuest: true }],
  with: [],
};
const instances: readonly Instance[] = [
  twoVms,
  { ...twoVms, cpus: 2, hostEvents: [], with: ['guest-writes'], branches: false },
  { ...twoVms, flavour: 'arch', hostEvents: [], with: ['guest-depth'] },
];

describe('exchanging the two vCPUs', () => {
  test.each(instances.map((instance) => [`${instance.flavour}, ${instance.cpus} pCPUs`, instance] as const))(
    'visits one state of each pair: %s',
    (_name, instance) => {
      const model = protocolModel(contract, instance);
      const alone: StateProperty<World> = {
        kind: 'state',
        witness: (w) => isItsOwnMirrorImage(model.machine, w),
        holds: () => true,
      };
      const all = explore(model, [alone], { countWitnesses: true });
      const reduced = explore(protocolModel(contract, { ...instance, symmetric: true }), []);
      expect(all.end).toBe('complete');
      expect(all.properties[0].witnesses).toBeGreaterThan(0);
      expect(2 * reduced.states - all.properties[0].witnesses).toBe(all.states);
      expect(reduced.depth).toBe(all.depth);
    },
  );

  const flips: readonly Partial<ProtocolSettings>[] = [
    {},
    { guestRecording: 'as-written' },
    { vlbrRecovery: 'never' },
    { lazyRelease: 'drops-records' },
  ];
  test.each(flips.map((flip) => [Object.values(flip).join() || 'contract', flip] as const))(
    'leaves verdicts and lengths of counterexamples: %s',
    (_name, flip) => {
      const [all, reduced] = [twoVms, { ...twoVms, symmetric: true as const }].map((instance) => {
        const model = protocolModel({ ...contract, ...flip }, instance);
        const properties = protocolRules.map((rule) => withoutFairness(rule.property(model.machine)));
        return explore(model, properties).properties.map(({ verdict, violation }) => [
          verdict,
          violation?.steps.length,
        ]);
      });
      expect(reduced).toEqual(all);
    },
  );

  test('is refused where something tells the vCPUs apart', () => {
    const bound: Instance = {
      ...twoVms,
      symmetric: true,
      hostEvents: [{ name: 'of A', priority: 'task-flexible', task: 'A', filter: 'any', excludeGuest: true }],
    };
    expect(() => protocolModel(contract, bound)).toThrow('a host event is bound to a vCPU thread');
    const alone: Instance = { ...twoVms, symmetric: true, tasks: twoVms.tasks.slice(0, 1) };
    expect(() => protocolModel(contract, alone)).toThrow('there are not two vCPUs');
    const { machine } = protocolModel({ ...contract, vlbrMutesHost: 'no' }, twoVms);
    expect(asymmetry(machine)).toContain('beside a guest');
  });
});
