import { contract } from './contract.ts';
import type { Mutant } from './mutant.ts';
import { registerMutants } from './register/mutants.ts';
import { protocolSwitches } from '../switches/protocol.ts';

/**
 * Flips that keep every rule, with the reason: answers on which the contract does not depend, so they are no mutants. A
 * test searches every instance with each of them, and fails where one breaks a rule after all. Where the kernel has an
 * answer among them already, the contract has the kernel's, and asks for no change.
 */
export const PERMITTED: Readonly<Record<string, string>> = {
  'vlbrBinding=vcpu-thread':
    'the kernel binds to the thread that calls; with ioctls served from saved state that is the vCPU thread',
  'ownershipTest=event-active-here': 'the kernel looks at the state alone; no other thread has the event',
  'lazyRelease=never': 'an equally good answer: the event may stay as long as the VM; its records are safe either way',
  'restoreElision=never': 'the kernel may leave a restore out; the records of a guest go with its event and need none',
  'mutedSample=empty': 'the kernel shows what it read last; an exclusive event never mutes a host event that is on',
  'hostPebs=own-records':
    'the kernel stores the registers as they are; no host PEBS event is on while a guest owns them',
  'vpmu=emulated': 'the choice of the administrator; the rules hold under either kind of vPMU',
  'vpmu=mediated': 'the choice of the administrator; the rules hold under either kind of vPMU',
  'archGuestLbr=hidden': 'the choice of what to offer: a guest without LBRs breaks no rule',
  'lbrCtlControls=always': 'an equally good answer where the value of the host is put back; it costs more',
};

/** `contract` with one switch of the protocol world at one of its other values, for every value that matters. */
const flips: readonly Mutant[] = Object.entries(protocolSwitches).flatMap(([name, { values }]) =>
  Object.keys(values)
    .filter((value) => value !== contract.protocol[name as keyof typeof contract.protocol])
    .map((value) => mutant({ [name]: value }))
    .filter((flipped) => PERMITTED[flipped.name] === undefined),
);

function mutant(flipped: Readonly<Record<string, string>>): Mutant {
  const name = Object.entries(flipped)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
  return { name, world: 'protocol', base: 'contract', flips: flipped };
}

export const protocolMutants: readonly Mutant[] = [
  ...flips,
  // No single flip lets a PMI of a host event find a guest that owns the LBRs and perf that is not mute.
  mutant({ vlbrConstraint: 'bypass', vlbrMutesHost: 'no' }),
];

export const mutants: readonly Mutant[] = [...protocolMutants, ...registerMutants];
