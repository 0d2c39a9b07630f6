import type { RegisterSettings } from '../../switches/register.ts';
import { v6_2 } from './v6.2.ts';

/** Stable 6.12.117, which carries the fixes of 2025 and 2026. */
export const v6_12: RegisterSettings = {
  ...v6_2,
  archHostLegacyFmt: 'hidden',
  callstackRequired: 'yes',
  earlyRefreshRecords: 'cleared',
  refreshEvent: 'released',
  infoMsrs: 'with-perf',
  featureMsrsAfterRun: 'frozen',
  stuffQuirk: 'present',
  pebs: 'without-adaptive',
  debugctlSquash: 'unsupported-bits',
  debugctlRtm: 'with-cpuid',
  freezeInSmm: 'host-owned',
  resetRecords: 'kept',
  vmcs12Debugctl: 'checked',
  vmcs12FreezeInSmm: 'quirk',
  listDebugctl: 'listed',
};
