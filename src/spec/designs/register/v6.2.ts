import type { RegisterSettings } from '../../switches/register.ts';
import { v5_12 } from './v5.12.ts';

/** The code that was under review in January 2023. */
export const v6_2: RegisterSettings = {
  ...v5_12,
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
};
