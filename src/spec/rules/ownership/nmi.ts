/** What an NMI writes, beside the question of the owner. */
import { kernel, mail } from '../../kit/source.ts';
import type { Machine } from '../../model/protocol/machine.ts';
import { everyCpu, hostAlone, irqsOn, someCpu } from '../../model/protocol/observe.ts';
import type { World } from '../../model/protocol/world.ts';
import { protocolRule } from '../kit/protocol/rule.ts';
import { FLAGS } from '../kit/in-trace.ts';

const CORE = 'arch/x86/events/intel/core.c';
const LBR_C = 'arch/x86/events/intel/lbr.c';

export const ownershipNmi = [
  protocolRule({
    id: 'LBR-OWN-11',
    revision: 3,
    level: 'must',
    title: 'A PMI handler writes DEBUGCTL only, and only for a host owner',
    statement:
      'A PMI handler must not write the record MSRs, TOS or the filter of a pCPU, nor turn recording on there unless a host LBR event has the LBRs to itself.',
    rationale:
      'KVM cannot hold NMIs off. KVM does not see what an NMI handler writes between the check of the event and VM-entry, or between VM-exit and the restore of DEBUGCTL.',
    doesNotSay:
      'It does not say that an NMI reads nothing: a PMI reads the records of a host owner. Nor does it say that the records stay as they are: where the host records and nothing has frozen the LBRs, the handler’s own branches are recorded like any others. It covers the PMI handler only. A branch snapshot for BPF turns recording off and on by itself, in any context, and intel_pmu_reset() turns it off after a hundred rounds of one PMI; neither is in the model.',
    killedBy: ['vlbrConstraint=bypass, vlbrMutesHost=no'],
    inTrace: {
      needs: ['msr:write_msr', FLAGS],
      helps: ['nmi:nmi_handler'],
      shows: 'write_msr of LBR_SELECT, TOS or a record with the flag z or Z of an NMI',
      hides:
        'whether recording that an NMI handler leaves on is that of a host event, so the rule is never said to be kept; trace-cmd prints NMIs like interrupts, so its text cannot tell; LBR_CTL of Arch LBR holds filter and enable bit',
      silent: 'no NMI handler that writes an LBR MSR is in the trace',
    },
    securityBoundary: false,
    history: [
      {
        revision: 3,
        date: '2026-11-29',
        reason:
          'The sentence spoke of any NMI handler, and its small print took two real ones out: the branch snapshot of BPF and intel_pmu_reset(). The title spoke of the enable bit alone; __intel_pmu_lbr_enable() writes FREEZE_LBRS_ON_PMI up to perfmon version 3 as well.',
        before:
          'An NMI handler must not write the record MSRs, TOS or the filter of a pCPU, nor turn recording on there unless a host LBR event has the LBRs to itself.',
      },
      {
        revision: 2,
        date: '2026-11-25',
        reason:
          'A handler that writes no MSR still executes branches. With recording on and no freeze, as in call-stack mode or for an NMI that is no PMI, they go into the records.',
        before:
          'An NMI must leave the records, TOS and filter of a pCPU as they are, and recording off unless a host LBR event has the LBRs to itself.',
      },
    ],
    sources: [
      kernel(CORE, 'intel_pmu_handle_irq', 'v7.3', 'read', 'reads at once, enables again at its end'),
      kernel(LBR_C, '__intel_pmu_lbr_enable', 'v7.3', 'read', 'in a PMI: nothing from version 4 on, never LBR_SELECT'),
      kernel(LBR_C, 'vlbr_exclude_host', 'v7.3', 'read'),
      kernel(CORE, 'intel_pmu_snapshot_branch_stack', 'v7.3', 'read', 'not in the model'),
      mail(
        'ZJX9WHFPdEVjRtC+@google.com',
        'Sean Christopherson',
        '2023-06-23',
        'said',
        'if an NMI changes DEBUGCTL, no place for the snapshot is close enough',
      ),
    ],
    model: ['src/spec/model/protocol/actions/pmi.ts#takeSample', 'src/spec/model/protocol/perf/lbr.ts#enableAll'],
    property: (m) => ({
      kind: 'step',
      about: ({ name }) => isNmi(name),
      witness: (before, action) => isNmi(action.name) && someCpu(before, (cpu) => !irqsOn(m, before, cpu)),
      holds: (before, action, after) =>
        !isNmi(action.name) ||
        everyCpu(before, (cpu) => keepsRegisters(before, after, cpu) && turnsOnForHostOnly(m, before, after, cpu)),
    }),
  }),
];

const isNmi = (name: string): boolean => name.startsWith('nmi.');

function keepsRegisters(before: World, after: World, cpu: number): boolean {
  const [was, is] = [before.cpus[cpu], after.cpus[cpu]];
  return was.select === is.select && was.tos === is.tos && was.ring.every((tag, i) => tag === is.ring[i]);
}

function turnsOnForHostOnly(m: Machine, before: World, after: World, cpu: number): boolean {
  if (before.cpus[cpu].recording === 1 || after.cpus[cpu].recording === 0) return true;
  return hostAlone(m, after, cpu);
}
