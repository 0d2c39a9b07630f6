import type { RegisterSettings } from '../../switches/register.ts';
import { v6_12 } from './v6.12.ts';

/** 7.3.4, with the mediated vPMU left at its default, off. */
export const v7_3: RegisterSettings = {
  ...v6_12,
  mediatedVpmu: 'parameter',
  perfCapNeedsPmuVersion: 'no',
  perfCapNeedsPdcm: 'yes',
  guestPdcm: 'guest-and-kvm',
  featureMsrsAfterRun: 'frozen-in-l2',
  lbrMsrTrapWrite: 'safe',
};
