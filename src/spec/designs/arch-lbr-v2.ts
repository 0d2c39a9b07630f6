import { design } from './design.ts';
import { v6_2 } from './v6.2.ts';

export const archLbrV2 = design({
  name: 'arch-lbr-v2',
  title: 'Arch LBR for guests, 2022',
  kind: 'series',
  year: 2022,
  summary:
    'Yang Weijiang, "Introduce Architectural LBR for vPMU", v2 (November 2022, not merged), on the kernel that it was posted against.',
  on: v6_2,
  protocol: {
    archGuestLbr: 'exposed',
    archAccess: 'unguarded',
    lbrCtlControls: 'always',
  },
  register: {
    // 4d7404e5ee00 is of February 2023.
    hybridVpmu: 'on',
    // Patch 01/15.
    infoMsrs: 'with-perf',
    archHostLegacyFmt: 'hidden',
    archFlavour: 'guest-cpuid',
    archDepthSource: 'cpuid-max',
    archBadDepth: 'einval',
    archCtlNested: 'zeroed',
    archDebugctlLbr: 'vmcs12-unmasked',
    archXss: 'with-host',
    archDb: 'on-nmi',
    archInit: 'lbren-cleared',
    archRsm: 'whole-ctl',
    listLbr: 'ctl-depth',
  },
  breaks: [
    'LBR-CAP-4',
    'LBR-RST-2',
    'LBR-ARCH-1',
    'LBR-ARCH-4',
    'LBR-ARCH-24',
    'LBR-ARCH-25',
    'LBR-ARCH-26',
    'LBR-ARCH-36',
    'LBR-ARCH-27',
    'LBR-ARCH-28',
    'LBR-ARCH-31',
    'LBR-ARCH-32',
    'LBR-ARCH-33',
    'LBR-ARCH-34',
    'LBR-ARCH-38',
    'LBR-MSR-32',
  ],
  // LBR-ENT-3, LBR-DBG-1, LBR-ISO-2 and LBR-ISO-3 on hosts with Arch LBR: on others it is its base, and is not judged.
  mends: ['LBR-ENT-3', 'LBR-DBG-1', 'LBR-DBG-23', 'LBR-MSR-21', 'LBR-ISO-2', 'LBR-ISO-3'],
});
