import type { RegisterSettings } from '../../switches/register.ts';
import { v7_3 } from './v7.3.ts';

/**
 * The alternative of the review: perf sets a flag, KVM hands the LBRs over at a safe point. It says nothing about
 * registers, so everything but the hand-over is as in v7.3.
 */
export const request: RegisterSettings = {
  ...v7_3,
  hostEventOrder: 'perf-order',
  vlbrReenable: 'on-close',
  vlbrFirstUse: 'own-image',
  recording: 'by-owner',
};
