import type { Exempted } from '../kit/exemption.ts';
import type { ProtocolSettings } from '../switches/protocol.ts';
import type { RegisterSettings } from '../switches/register.ts';
import type { Design } from './design.ts';

/** What a design says of the protocol world, as exemptions look at it. */
export function protocolHalf({ on, protocol, changes }: Design): Exempted<ProtocolSettings> {
  return { settings: protocol, changes: changes.protocol, base: on?.name ?? '' };
}

/** What a design says of the register world, as exemptions look at it. */
export function registerHalf({ on, register, changes }: Design): Exempted<RegisterSettings> {
  return { settings: register, changes: changes.register, base: on?.name ?? '' };
}
