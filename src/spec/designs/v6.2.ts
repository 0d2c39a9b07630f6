import type { Design } from './design.ts';
import { v6_12 } from './v6.12.ts';

export const v6_2: Design = {
  name: 'v6.2',
  title: 'Linux 6.2',
  kind: 'release',
  year: 2023,
  summary: 'The code that the Arch LBR series was reviewed against in January 2023, without later stable fixes.',
  protocol: {
    ...v6_12.protocol,
    debugctlSnapshot: 'vcpu-load',
    freezeInSmmInGuest: 'cleared',
    guestPebs: 'adaptive',
    cpuStart: 'leaves-lbr',
  },
};
