import { design } from './design.ts';
import { v6_2 } from './v6.2.ts';

export const v6_12_0 = design({
  name: 'v6.12.0',
  title: 'Linux 6.12.0',
  kind: 'release',
  year: 2024,
  summary:
    'Linux 6.12 as released in November 2024, before the DEBUGCTL fixes of 2025 and 2026: 6.12.117, read as a tree, without the commits that its changes name.',
  on: v6_2,
  protocol: {
    exitNmi: 'before-restore',
    guestPebs: 'hidden',
  },
  register: {
    archHostLegacyFmt: 'hidden',
    callstackRequired: 'yes',
    earlyRefreshRecords: 'cleared',
    refreshEvent: 'released',
    infoMsrs: 'with-perf',
    pebs: 'without-adaptive',
    featureMsrsAfterRun: 'frozen',
    resetRecords: 'kept',
    globalCtrl: 'general-purpose',
  },
  breaks: ['LBR-RST-3'],
  mends: [
    'LBR-ENT-8',
    'LBR-DBG-23',
    'LBR-MSR-21',
    'LBR-CAP-1',
    'LBR-CAP-2',
    'LBR-CAP-3',
    'LBR-CAP-15',
    'LBR-CAP-17',
    'LBR-CAP-10',
    'LBR-CAP-6',
  ],
});
