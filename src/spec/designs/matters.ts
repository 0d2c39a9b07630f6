import { archLbrSwitches } from '../switches/register/arch-lbr.ts';
import { mediatedSwitches } from '../switches/protocol/mediated.ts';
import { vlbrSwitches } from '../switches/protocol/vlbr.ts';
import { ONE_FACT } from './one-fact.ts';

/** The switches of a design, by world. */
interface Halves {
  readonly protocol?: Readonly<Record<string, string>>;
  readonly register?: Readonly<Record<string, string>>;
}

/**
 * Whether a switch can make a difference on a design, and is stated there and nowhere else. A release that gives guests
 * no Arch LBR has no code of which a switch on Arch LBR could speak; what it has there is inherited and says nothing.
 */
export function matters(
  world: 'protocol' | 'register',
  name: string,
  { protocol = {}, register = {} }: Halves,
): boolean {
  if (world === 'register') {
    if (Object.hasOwn(ONE_FACT, name)) return false;
    return register.archLbr !== 'hidden' || !(Object.hasOwn(archLbrSwitches, name) || name === 'archPmiFreeze');
  }
  if (protocol.archGuestLbr === 'hidden' && (name === 'archAccess' || name === 'guestXss')) return false;
  if (protocol.vpmu === 'emulated' && name !== 'vpmu' && Object.hasOwn(mediatedSwitches, name)) return false;
  return protocol.vpmu !== 'mediated' || !Object.hasOwn(vlbrSwitches, name);
}
