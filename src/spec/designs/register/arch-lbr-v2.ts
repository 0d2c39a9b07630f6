import type { RegisterSettings } from '../../switches/register.ts';
import { v6_2 } from './v6.2.ts';

/** "Introduce Architectural LBR for vPMU", v2 of 24 November 2022, on the kernel that it was posted against. */
export const archLbrV2: RegisterSettings = {
  ...v6_2,
  // 4d7404e5ee00 is of February 2023.
  hybridVpmu: 'on',
  // Patch 01/15.
  infoMsrs: 'with-perf',
  archLbr: 'exposed',
  archHostLegacyFmt: 'hidden',
  archFlavour: 'guest-cpuid',
  archDepthSource: 'cpuid-max',
  archBadDepth: 'einval',
  archAccess: 'unguarded',
  archCtlControls: 'always',
  archCtlNested: 'zeroed',
  archDebugctlLbr: 'vmcs12-unmasked',
  archXss: 'with-host',
  archDb: 'on-nmi',
  archInit: 'lbren-cleared',
  archRsm: 'whole-ctl',
  listLbr: 'ctl-depth',
};
