import { boolean, integer, msr, oneOf, required, value64, type Field } from '../field.ts';
import { parseHost } from '../host-fields.ts';
import type { Host } from '../../model/register/index.ts';
import { op } from './op.ts';

const target: Field<Host> = {
  about: 'the host of the target; default the host of the scenario',
  schema: { $ref: '#/$defs/host' },
  parse: parseHost,
};

export const vmmOps = {
  'vmm.set_cpuid': op(
    'KVM_SET_CPUID2',
    {
      pdcm: boolean('PERF_CAPABILITIES exists; default true'),
      pmuVersion: integer('version in CPUID leaf 0xA, 0 for no leaf; default 2', 0xff),
      model: integer('CPU model; default that of the host', 0xff),
      rtm: boolean('default false'),
      busLockDetect: boolean('default false'),
      archLbr: boolean('CPUID.7:EDX[19]; default true on an Arch LBR host'),
      lbrDepth: integer('the depth in CPUID 0x1C; default that of the host', 0x100),
    },
    (session, args) => session.setCpuid(args),
  ),
  'vmm.get_msr': op('KVM_GET_MSRS with one entry', { msr: required(msr('the MSR')) }, (session, args) =>
    session.getMsr(args.msr),
  ),
  'vmm.set_msr': op(
    'KVM_SET_MSRS with one entry',
    { msr: required(msr('the MSR')), value: required(value64('the value')) },
    (session, args) => session.setMsr(args.msr, args.value),
  ),
  'vmm.get_feature_msr': op(
    'KVM_GET_MSRS on /dev/kvm: what KVM offers',
    { msr: msr('the feature MSR; default PERF_CAPABILITIES') },
    (session, args) => session.getFeatureMsr(args.msr ?? 0x345),
    false,
  ),
  'vmm.list_msr': op(
    'whether KVM_GET_MSR_INDEX_LIST has the MSR: 1 or 0',
    { msr: required(msr('the MSR')) },
    (session, args) => session.isListed(args.msr),
    false,
  ),
  'vmm.run': op('KVM_RUN', {}, (session) => session.run()),
  'vmm.reset': op('vCPU RESET', {}, (session) => session.reset()),
  'vmm.init': op('vCPU INIT', {}, (session) => session.init()),
  'vmm.save': op('reads CPUID, nested state and every listed MSR', {}, (session) => session.save()),
  'vmm.restore': op(
    'sets what was saved in a new VM',
    { host: target, order: oneOf('order of the MSRs; default listed', ['listed', 'reversed']) },
    (session, args) => session.restore(args.host, args.order),
  ),
  'vmm.filter_msr': op(
    'KVM_X86_SET_MSR_FILTER that denies an MSR to the guest, before the vCPU has run',
    { msr: required(msr('the MSR')) },
    (session, args) => session.filterMsr(args.msr),
    false,
  ),
  'vmm.disable_pmu': op(
    'KVM_CAP_PMU_CAPABILITY with KVM_PMU_CAP_DISABLE, before the first vCPU',
    {},
    (session) => session.disablePmu(),
    false,
  ),
  'vmm.disable_stuffed_msrs': op(
    'KVM_CAP_DISABLE_QUIRKS2 with KVM_X86_QUIRK_STUFF_FEATURE_MSRS, before the first vCPU',
    {},
    (session) => session.disableStuffedMsrs(),
    false,
  ),
} as const;
