/** The encoding of the guest LBR event, in the hands of users. */
import { kernel } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import { everyCpu, guestOwner, hostStateIsBack, someCpu, someHostEvent } from '../../model/protocol/observe.ts';
import { EventState, type World } from '../../model/protocol/world.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { ONLY_ON_ARCH_HOSTS } from '../kit/protocol/exemptions.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

const CORE = 'arch/x86/events/intel/core.c';
const TEST = kernel(
  'arch/x86/events/intel/core.c',
  'intel_vlbr_constraints',
  'v7.3',
  'read',
  'constraint_match() looks at the config only',
);

export const ownershipEncoding = [
  protocolRule({
    id: 'LBR-OWN-12',
    level: 'must',
    title: 'Users cannot open an event with the encoding of the guest LBR event',
    statement: 'perf must not create an event with the encoding of the guest LBR event for a user.',
    rationale:
      'Raw config 0x1b00 puts an event on the fake counter that stands for the guest’s use of the LBRs. An ordinary user who opens one takes the LBRs from a guest, or stops perf from recording for everybody on that CPU.',
    doesNotSay:
      'It does not say which error the user gets. It speaks of the encoding on a CPU whose perf driver has the guest LBR event.',
    killedBy: ['vlbrEncoding=anyone'],
    inTrace: UNSEEN.events,
    securityBoundary: false,
    sources: [TEST, kernel(CORE, 'intel_pmu_hw_config', 'v7.3', 'read', 'refuses the encoding for PEBS only')],
    model: ['src/spec/model/protocol/actions/event.ts#canOpen'],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: () => m.events.some((event) => event.vcpu < 0 && event.fakeIndex),
      holds: (w) =>
        m.events.every(
          (event) => event.vcpu >= 0 || !event.fakeIndex || w.events[event.index].state === EventState.none,
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-OWN-13',
    level: 'must',
    title: "A user's event does not stop another user's recording",
    statement:
      'Recording must be on, while host code runs on a pCPU, for a host LBR event that is ACTIVE there, unless a guest LBR event is ACTIVE on that pCPU.',
    rationale:
      'perf leaves the LBRs alone while bit 58 of its guest mask is set. Any event on that index sets it with exclude_host, a user’s as well, and perf then neither records nor reads for anybody else on the CPU. Their events stay ACTIVE and sample what the last read left.',
    doesNotSay:
      'It says nothing of the time between VM-exit and the restore of DEBUGCTL, nor of what a VM round trip does to recording; [LBR-ENT-4] does.',
    killedBy: ['vlbrEncoding=anyone'],
    inTrace: UNSEEN.events,
    securityBoundary: false,
    sources: [
      kernel(CORE, 'intel_set_masks', 'v7.3', 'read', 'by exclude_host of any event on the index'),
      kernel('arch/x86/events/intel/lbr.c', 'vlbr_exclude_host', 'v7.3', 'read'),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS],
    model: [
      'src/spec/model/protocol/perf/constraint.ts#groupSchedIn',
      'src/spec/model/protocol/perf/lbr.ts#vlbrExcludesHost',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someCpu(w, (cpu) => usersMeet(m, w, cpu)),
      holds: (w) => everyCpu(w, (cpu) => !usersMeet(m, w, cpu) || w.cpus[cpu].recording === 1),
    }),
  }),
];

/** Host code runs, and an event of the ordinary kind is ACTIVE beside one with the encoding, or could be. */
function usersMeet(m: Machine, w: World, cpu: number): boolean {
  if (!m.events.some((event) => event.vcpu < 0 && event.fakeIndex)) return false;
  if (guestOwner(m, w, cpu) >= 0 || !hostStateIsBack(m, w, cpu)) return false;
  return someHostEvent(m, w, cpu, (event, state) => state === EventState.active && !event.fakeIndex);
}
