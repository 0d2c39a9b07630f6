import * as fc from 'fast-check';
import { kernel } from '../../kit/source.ts';
import { hostOf, MSR, PERF_CAP, type Session } from '../../model/register/index.ts';
import { address, lbrHost, legacyHost, plainDebugctl, priority } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { guestView, recordEdges, seen } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { LIST } from './listed.ts';
import { used } from './restore.ts';
import { UNSEEN } from '../kit/in-trace.ts';

/** What a target refuses, and what a save leaves alone. */
export const migrationRefuse = [
  registerRule({
    id: 'LBR-MIG-5',
    level: 'must',
    title: 'A target that cannot hold the state refuses it',
    statement: 'KVM must refuse the restore of a vCPU with LBR on a host that offers another LBR_FMT or none.',
    rationale:
      'Records in a format that the guest does not expect are worse than none. An operator sees a refusal, but not a wrong stack.',
    doesNotSay: 'It does not oblige the VMM to stop; crosvm goes on without the value.',
    killedBy: ['perfCapFormatCheck=supported-bits'],
    inTrace: UNSEEN.ioctl,
    onHardware: { untested: 'as it needs two hosts' },
    securityBoundary: false,
    sources: [kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_set_msr', 'v6.12', 'read')],
    model: [
      'src/spec/model/register/migration.ts#restoreVcpu',
      'src/spec/model/register/perf-capabilities.ts#writePerfCapabilities',
    ],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: legacyHost,
        target: fc.constantFrom({ lbrFmt: 6 }, { callstack: false }, { enablePmu: false }, { lbrFmt: 5 }),
      }),
      classes: ['another format', 'no LBR', 'no vPMU'],
      classify: ({ host, target }) => {
        if ('enablePmu' in target) return ['no vPMU'];
        if ('callstack' in target) return ['no LBR'];
        return target.lbrFmt === hostOf(host).lbrFmt ? [] : ['another format'];
      },
      holds: ({ host, target }, start) => {
        const vcpu = start(host, 'a vCPU on the source');
        vcpu.setCpuid({});
        const { model } = hostOf(host);
        const fits = start({ ...host, ...target, model }, 'the target');
        const there = (fits.getFeatureMsr(MSR.PERF_CAPABILITIES).value ?? 0n) & PERF_CAP.LBR_FMT;
        const here = (vcpu.getMsr(MSR.PERF_CAPABILITIES).value ?? 0n) & PERF_CAP.LBR_FMT;
        if (here === 0n || there === here) return undefined;
        const source = start(host);
        source.setCpuid({});
        source.save();
        return source.restore({ ...host, ...target, model }).result === 'refused';
      },
    },
  }),
  registerRule({
    id: 'LBR-MIG-6',
    level: 'must',
    title: 'A save changes nothing',
    statement:
      'Saving a vCPU must leave every MSR of the guest, and what a host LBR event finds in the records, as they were.',
    rationale: 'A periodic snapshot must be visible neither in the guest nor in the host’s profile.',
    doesNotSay: 'It does not say that the vCPU may run during the save.',
    killedBy: ['vmmLbrAccess=like-guest'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [LIST],
    model: ['src/spec/model/register/migration.ts#saveVcpu'],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        value: plainDebugctl,
        branch: address,
        fresh: fc.boolean(),
        kind: fc.option(priority, { nil: undefined }),
      }),
      classes: ['contended', 'free', 'the guest used its LBRs', 'it did not'],
      classify: ({ fresh, kind }) => [
        kind === undefined ? 'free' : 'contended',
        fresh ? 'it did not' : 'the guest used its LBRs',
      ],
      holds: ({ host, value, branch, fresh, kind }, start) => {
        const prepare = (vcpu: Session): Session => {
          if (fresh) vcpu.setCpuid({});
          else used(vcpu, value, branch);
          if (kind !== undefined) vcpu.openHostEvent(kind);
          return vcpu;
        };
        const observe = (vcpu: Session): string =>
          recordEdges(host)
            .inside.map((msr) => seen(vcpu.hostRdmsr(msr)))
            .join() + guestView(vcpu);
        const untouched = observe(prepare(start(host, 'a vCPU that was never saved')));
        const vcpu = prepare(start(host));
        vcpu.save();
        return observe(vcpu) === untouched;
      },
    },
  }),
];
