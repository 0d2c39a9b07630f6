import type { RegisterSettings } from '../../switches/register.ts';
import { v6_2 } from './v6.2.ts';

/** The coexistence series of June 2023 on top of what was to become v6.5. */
export const coexist2023: RegisterSettings = {
  ...v6_2,
  archHostLegacyFmt: 'hidden',
  infoMsrs: 'with-perf',
  earlyRefreshRecords: 'cleared',
  featureMsrsAfterRun: 'frozen',
  // Patch 1/4: the shared-register constraints count for the vLBR event too.
  hostEventOrder: 'perf-order',
  // Patch 3/4.
  vlbrReenable: 'on-access',
};
