import { design } from './design.ts';
import { v5_12 } from './v5.12.ts';

export const v6_2 = design({
  name: 'v6.2',
  title: 'Linux 6.2',
  kind: 'release',
  year: 2023,
  summary: 'The code that the Arch LBR series was reviewed against in January 2023, without later stable fixes.',
  on: v5_12,
  protocol: {
    resetCovers: 'records-and-select',
    taskData: 'with-any-event',
    guestPebs: 'adaptive',
  },
  register: {
    advertiseSource: 'perf',
    vpmuParameter: 'present',
    hybridVpmu: 'off',
    enableCheck: 'refresh',
    perfCapRefresh: 'on-write',
    perfCapNeedsPdcm: 'no',
    pebs: 'with-adaptive',
    cpuidAfterRun: 'frozen',
    pmuCapability: 'present',
    debugctlHostWrite: 'host-capabilities',
    miscEnable: 'bts-and-pebs-unavailable',
    globalCtrl: 'zero',
  },
  breaks: ['LBR-CAP-17', 'LBR-CAP-11', 'LBR-ISO-7'],
  mends: ['LBR-DBG-27', 'LBR-CAP-4'],
});
