import { designNamed } from '../designs/index.ts';
import { protocolSwitches, type ProtocolSettings } from '../switches/protocol.ts';
import { registerSwitches, type RegisterSettings } from '../switches/register.ts';
import { withFlips } from '../switches/switch.ts';
import type { Subject } from './job.ts';

/** The protocol settings of a design or mutant. Throws a RangeError for a design or value that does not exist. */
export function protocolSettings({ design, flips }: Subject): ProtocolSettings {
  return withFlips(protocolSwitches, designNamed(design).protocol, flips);
}

/** The register settings of a design or mutant. Throws a RangeError for a design or value that does not exist. */
export function registerSettings({ design, flips }: Subject): RegisterSettings {
  return withFlips(registerSwitches, designNamed(design).register, flips);
}
