import type { Design } from './design.ts';
import { v6_2 } from './v6.2.ts';

export const archLbrV2: Design = {
  name: 'arch-lbr-v2',
  title: 'Arch LBR for guests, 2022',
  kind: 'series',
  year: 2022,
  summary:
    'Yang Weijiang, "Introduce Architectural LBR for vPMU", v2 (November 2022, not merged), on the kernel that it was posted against.',
  protocol: { ...v6_2.protocol, archGuestLbr: 'exposed', archAccess: 'unguarded', lbrCtlControls: 'always' },
};
