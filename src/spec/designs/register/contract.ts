import type { RegisterSettings } from '../../switches/register.ts';
import { v7_3 } from './v7.3.ts';

/** Our proposal: every rule of the register world holds, for legacy and for Arch LBR. */
export const contract: RegisterSettings = {
  ...v7_3,
  // What the VMM writes counts, in whatever order.
  perfCapNeedsPdcm: 'keeps-value',
  perfCapModelCheck: 'at-use',
  vcpuPmuVersion: 'clamped',
  featureMsrsAfterRun: 'frozen',
  // But it does not give a guest what the guest could not take.
  debugctlAtEntry: 'masked',
  // Host and guest take turns, each with its own records.
  hostEventOrder: 'perf-order',
  vlbrReenable: 'on-close',
  vlbrFirstUse: 'own-image',
  recording: 'by-owner',
  vmmLbrAccess: 'saved-state',
  // The guest finds what the CPU would give it.
  resetRecords: 'released',
  dbClearsLbr: 'yes',
  smmL2Debugctl: 'kept',
  vmcs12Save: 'at-exit',
  // All that a guest can change can be saved.
  listLbr: 'all',
  // Arch LBR, with the findings of the review of January 2023.
  archLbr: 'exposed',
  archDb: 'clears-lbren',
};
