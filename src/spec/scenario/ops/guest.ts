import { boolean, integer, msr, oneOf, required, value64 } from '../field.ts';
import { op } from './op.ts';

export const guestOps = {
  'guest.rdmsr': op('RDMSR', { msr: required(msr('the MSR')) }, (session, args) => session.rdmsr(args.msr)),
  'guest.wrmsr': op(
    'WRMSR',
    { msr: required(msr('the MSR')), value: required(value64('the value')) },
    (session, args) => session.wrmsr(args.msr, args.value),
  ),
  'guest.branch': op(
    'a taken branch',
    { from: value64('where it is; default 0x401000'), to: value64('where it goes; default 0x402000') },
    (session, args) => session.branch(args.from ?? 0x401000n, args.to ?? 0x402000n),
  ),
  'guest.vmenter_l2': op(
    'VMLAUNCH or VMRESUME by L1',
    {
      debugctl: value64('GUEST_IA32_DEBUGCTL in vmcs12; default 0'),
      loadDebugControls: boolean('"load debug controls" at entry; default true'),
      saveDebugControls: boolean('"save debug controls" at exit; default true'),
    },
    (session, args) => session.enterL2(args),
  ),
  'guest.vmexit_l1': op('an exit from L2 that L1 handles', {}, (session) => session.exitL1()),
  'guest.vmread': op(
    'VMREAD of vmcs12 by L1',
    { field: oneOf('default GUEST_IA32_DEBUGCTL', ['GUEST_IA32_DEBUGCTL']) },
    (session) => session.vmreadDebugctl(),
  ),
  'guest.pmi': op('KVM delivers a PMI', {}, (session) => session.pmi()),
  'guest.db': op('a #DB is delivered', {}, (session) => session.db()),
  'guest.single_step': op(
    'the guest single-steps with EFLAGS.TF; the value is the number of instructions up to the #DB',
    { branchAfter: integer('instructions up to the next taken branch, 1 or more; default 3', 1000) },
    (session, args) => session.singleStep(args.branchAfter),
  ),
  'guest.nmi': op('an NMI is delivered', {}, (session) => session.nmi()),
  'guest.smi': op('an SMI: the vCPU goes to SMM', {}, (session) => session.smi()),
  'guest.rsm': op('RSM: the vCPU leaves SMM', {}, (session) => session.rsm()),
  'guest.xsaves': op('XSAVES with component 15; the value is FROM of the newest record that it stores', {}, (session) =>
    session.xsaves(),
  ),
  'guest.xrstors': op(
    'XRSTORS with component 15 of the last image',
    { depth: value64('depth that the image was made with; default that of the vCPU') },
    (session, args) => session.xrstors(args.depth),
  ),
} as const;
