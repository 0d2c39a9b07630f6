import { design } from './design.ts';
import { v6_12 } from './v6.12.ts';

export const v7_3 = design({
  name: 'v7.3',
  title: 'Linux 7.3',
  kind: 'release',
  year: 2026,
  summary: 'Linux 7.3.4 as packaged by Debian, with the emulated vPMU, which is the default.',
  on: v6_12,
  protocol: {
    systemWideCallStack: 'saved',
    taskData: 'with-call-stack-event',
  },
  register: {
    mediatedVpmu: 'parameter',
    perfCapNeedsPmuVersion: 'no',
    guestPdcm: 'guest-and-kvm',
    perfCapNeedsPdcm: 'yes',
    featureMsrsAfterRun: 'frozen-in-l2',
    lbrMsrTrapWrite: 'safe',
  },
  breaks: [],
  mends: ['LBR-MSR-24', 'LBR-CAP-11'],
});
