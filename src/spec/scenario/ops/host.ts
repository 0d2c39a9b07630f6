import { boolean, msr, oneOf, required, value64 } from '../field.ts';
import { op } from './op.ts';

export const hostOps = {
  'host.open_lbr_event': op(
    'a host LBR event is opened on the CPU of the vCPU',
    {
      priority: oneOf('default cpu-pinned', ['cpu-pinned', 'task-pinned', 'cpu-flexible', 'task-flexible']),
      likeVlbr: boolean('with the encoding of the vLBR event, raw config 0x1b00; default false'),
    },
    (session, args) => session.openHostEvent(args.priority, args.likeVlbr),
    false,
  ),
  'host.close_lbr_event': op('the host LBR event is closed', {}, (session) => session.closeHostEvent(), false),
  'host.preempt': op('the thread of the vCPU is scheduled out and in again', {}, (session) => session.preempt(), false),
  'host.freeze_in_smm': op(
    'DEBUGCTL.FREEZE_IN_SMM of the host changes',
    { on: boolean('default true') },
    (session, args) => session.setFreezeInSmm(args.on ?? true),
    false,
  ),
  'host.sibling_select': op(
    'perf on the other hyper-thread writes the LBR_SELECT that both share; needs sharedSelect of the host',
    { value: required(value64('the value')) },
    (session, args) => session.writeSiblingSelect(args.value),
    false,
  ),
  'host.rdmsr': op(
    'RDMSR by the host',
    { msr: required(msr('DEBUGCTL, PERF_CAPABILITIES, LBR_CTL or an LBR MSR')) },
    (session, args) => session.hostRdmsr(args.msr),
    false,
  ),
  'cpu.guest_debugctl': op('DEBUGCTL in hardware while the guest runs', {}, (session) => session.hardwareDebugctl()),
} as const;
