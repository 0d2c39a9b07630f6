import { design } from './design.ts';
import { v7_3_mediated } from './v7.3-mediated.ts';

export const mediatedLbr = design({
  name: 'mediated-lbr',
  title: 'LBRs with the mediated vPMU',
  kind: 'proposal',
  year: 2026,
  summary:
    'The mediated vPMU of 7.3 with LBRs, worked out: KVM saves and loads the guest’s LBRs where it saves and loads the guest’s counters. Nobody has posted it; upstream moves in this direction.',
  on: v7_3_mediated,
  protocol: {
    mediatedLbr: 'saved-and-loaded',
    // Recording that the snapshot puts back would go into the guest's records.
    mediatedOrder: 'load-first',
    // KVM has the guest's LBRs in memory whenever a VMM can ask.
    vmmAccess: 'saved-state',
    archGuestLbr: 'exposed',
    // perf has IA32_LBR_CTL at 0 between load and put, and writes its own value when it comes back.
    lbrCtlControls: 'always',
  },
  register: {
    mediatedVpmu: 'with-lbr',
    listLbr: 'all',
    archDb: 'clears-lbren',
  },
  // What 7.3 breaks wherever a guest has LBRs, whoever switches them.
  breaks: ['LBR-CAP-13', 'LBR-FRZ-21', 'LBR-RST-3', 'LBR-RST-4', 'LBR-RST-5', 'LBR-NEST-9'],
  mends: ['LBR-DBG-1', 'LBR-MED-2'],
});
