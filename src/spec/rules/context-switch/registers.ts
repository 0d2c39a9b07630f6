/** LBR_SELECT and TOS come back with a guest. */
import { kernel } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import {
  cpuOfVcpu,
  everyVcpu,
  ownsHere,
  recordsWithinReach,
  someVcpu,
  tagOfVcpu,
} from '../../model/protocol/observe.ts';
import { guestFilter } from '../../model/protocol/tags.ts';
import type { World } from '../../model/protocol/world.ts';
import { NO_MEDIATED_LBR, ONLY_ON_ARCH_HOSTS } from '../kit/protocol/exemptions.ts';
import { recordFields } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

const LBR_C = 'arch/x86/events/intel/lbr.c';

export const contextSwitchRegisters = [
  protocolRule({
    id: 'LBR-CTX-6',
    level: 'must',
    title: 'A guest that owns the LBRs finds its own LBR_SELECT',
    statement: 'A guest that has set LBR_SELECT must find its value there whenever it owns the LBRs.',
    rationale: 'With another filter the guest records other branches than it asked for, and cannot know that.',
    doesNotSay: 'It says nothing of a guest that never wrote LBR_SELECT.',
    killedBy: ['lazyRelease=drops-records'],
    inTrace: { unseen: 'LBR_SELECT that a guest sets while it owns the LBRs passes through without a mark' },
    securityBoundary: false,
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_restore', 'v7.3', 'read'),
      kernel(
        LBR_C,
        '__intel_pmu_lbr_restore',
        'v7.3',
        'read',
        'a restore that is left out leaves LBR_SELECT out as well',
      ),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR],
    model: [
      'src/spec/model/protocol/perf/lbr-image.ts#restoreImage',
      'src/spec/model/protocol/perf/lbr-task-switch.ts#restoreIsElided',
    ],
    property: (m) => ({
      kind: 'state',
      ignores: recordFields,
      witness: (w) => someVcpu(w, (vcpu) => w.vcpus[vcpu].wroteSelect === 1 && ownsAlone(m, w, vcpu)),
      holds: (w) =>
        everyVcpu(
          w,
          (vcpu) =>
            w.vcpus[vcpu].wroteSelect === 0 ||
            !ownsAlone(m, w, vcpu) ||
            w.cpus[cpuOfVcpu(m, w, vcpu)].select === guestFilter(m.vmOfVcpu[vcpu]),
        ),
    }),
  }),
  protocolRule({
    id: 'LBR-CTX-9',
    level: 'must',
    title: "A guest's TOS points to its own newest record",
    statement:
      'While a guest owns the LBRs and has records of its own in them, TOS must be where its own newest branch left it.',
    rationale: 'TOS says which record is the newest. With another TOS the guest reads its records in a wrong order.',
    doesNotSay:
      'It says nothing of a guest without records, which may find a TOS that somebody else left; [LBR-ISO-3] and [LBR-ISO-4] do. Arch LBR has no TOS.',
    killedBy: ['handOver=none'],
    inTrace: {
      unseen:
        'a save shows TOS and a restore writes it, but the branches that move it in between, and the access by which the guest reads it, leave no mark',
    },
    securityBoundary: false,
    sources: [
      kernel(LBR_C, 'intel_pmu_lbr_restore', 'v7.3', 'read', 'writes TOS with the records'),
      kernel(LBR_C, '__intel_pmu_lbr_restore', 'v7.3', 'read', 'a restore that is left out leaves TOS out as well'),
    ],
    exempt: [ONLY_ON_ARCH_HOSTS, NO_MEDIATED_LBR],
    model: [
      'src/spec/model/protocol/perf/lbr-image.ts#restoreImage',
      'src/spec/model/protocol/perf/lbr-task-switch.ts#restoreIsElided',
    ],
    property: (m) => ({
      kind: 'state',
      witness: (w) => someVcpu(w, (vcpu) => ownsWithRecords(m, w, vcpu)),
      holds: (w) =>
        everyVcpu(
          w,
          (vcpu) => !ownsWithRecords(m, w, vcpu) || w.cpus[cpuOfVcpu(m, w, vcpu)].tos === tagOfVcpu(m, vcpu),
        ),
    }),
  }),
];

function ownsAlone(m: Machine, w: World, vcpu: number): boolean {
  // On Arch LBR the filter is in LBR_CTL, which holds the guest's value in guest mode only.
  if (m.instance.flavour !== 'legacy' || !ownsHere(m, w, vcpu)) return false;
  return m.mediated || w.cpus[cpuOfVcpu(m, w, vcpu)].guestMask === 1;
}

function ownsWithRecords(m: Machine, w: World, vcpu: number): boolean {
  return ownsAlone(m, w, vcpu) && w.vcpus[vcpu].recorded === 1 && recordsWithinReach(m, w, vcpu) > 0;
}
