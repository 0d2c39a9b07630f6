/**
 * The policy switches of the protocol world: where kernels, series and proposals differ, or could. Each switch is one
 * question; its values are answers that somebody implemented, posted, or could implement by mistake.
 */
import type { Settings } from './switch.ts';
import { answerSwitches } from './protocol/answers.ts';
import { archSwitches } from './protocol/arch.ts';
import { debugctlSwitches } from './protocol/debugctl.ts';
import { guestAccessSwitches } from './protocol/guest-access.ts';
import { lifetimeSwitches } from './protocol/lifetime.ts';
import { mediatedSwitches } from './protocol/mediated.ts';
import { recordSwitches } from './protocol/records.ts';
import { requestSwitches } from './protocol/request.ts';
import { sampleSwitches } from './protocol/samples.ts';
import { vlbrSwitches } from './protocol/vlbr.ts';

export const protocolSwitches = {
  ...debugctlSwitches,
  ...vlbrSwitches,
  ...guestAccessSwitches,
  ...recordSwitches,
  ...sampleSwitches,
  ...answerSwitches,
  ...lifetimeSwitches,
  ...requestSwitches,
  ...mediatedSwitches,
  ...archSwitches,
} as const;

export type ProtocolSettings = Settings<typeof protocolSwitches>;
