import { design } from './design.ts';
import { v6_2 } from './v6.2.ts';

export const coexist2023 = design({
  name: 'coexist-2023',
  title: 'Host and guest LBR coexist, 2023',
  kind: 'series',
  year: 2023,
  summary:
    'Xiong Zhang, "Part of fix for host and guest LBR event coexist" (June 2023, not merged): priority order, late snapshot, enabling a lost event again.',
  on: v6_2,
  protocol: {
    // Posted in June 2023, on a kernel that handles the NMI of a VM-exit early.
    exitNmi: 'before-restore',
    debugctlSnapshot: 'irqs-off',
    vlbrConstraint: 'shared-register',
    vlbrRecovery: 'on-access',
  },
  register: {
    archHostLegacyFmt: 'hidden',
    infoMsrs: 'with-perf',
    earlyRefreshRecords: 'cleared',
    featureMsrsAfterRun: 'frozen',
    // Patch 1/4: the shared-register constraints count for the vLBR event too.
    // Patch 3/4.
  },
  breaks: [],
  mends: [
    'LBR-ENT-4',
    'LBR-ENT-8',
    'LBR-DBG-2',
    'LBR-DBG-4',
    'LBR-DBG-23',
    'LBR-MSR-21',
    'LBR-CAP-2',
    'LBR-CAP-15',
    'LBR-CAP-10',
    'LBR-CAP-6',
  ],
});
