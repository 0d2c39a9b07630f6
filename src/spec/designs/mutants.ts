import { contract } from './contract.ts';
import type { DesignName } from './design.ts';
import { registerMutants } from './register/mutants.ts';
import { protocolSwitches } from './switches/protocol.ts';

/** A design with some switches flipped: what one wrong line of a kernel would be. */
export interface Mutant {
  /** Unique; for readers and for `verify --mutant`. */
  readonly name: string;
  readonly world: 'protocol' | 'register';
  readonly base: DesignName;
  readonly flips: Readonly<Record<string, string>>;
  /** A historical bug: its key in the bug museum. */
  readonly bug?: string;
}

/**
 * Flips that keep every rule, with the reason: the contract does not depend on these answers, so they are no mutants.
 * A switch on which it does not depend at all stays as in v7.3 or is there for other designs.
 */
export const PERMITTED: Readonly<Record<string, string>> = {
  'vlbrBinding=calling-thread': 'with ioctls served from saved state, no other thread creates the event',
  'ownershipTest=event-active': 'with ioctls served from saved state, the event is of the vCPU thread anyway',
  'lazyRelease=never': 'the event may stay; what a host event then waits for is bounded by task switches',
  'restoreElision=same-task': 'records go with the event, so nothing is left to restore at a task switch',
  'callStackAccounting=last-filter': 'the count decides on saving at task switches, which the contract does not use',
  'mutedSample=previous-records': 'an exclusive event never mutes a host event that is on',
  'hostPebs=registers-as-they-are': 'an exclusive event keeps host PEBS events off while the guest owns the LBRs',
  'vpmu=mediated': 'the rules hold under either kind of vPMU',
  'vpmu=emulated': 'the rules hold under either kind of vPMU',
  'archGuestLbr=hidden': 'a guest without LBRs breaks no rule',
  'lbrCtlControls=always': 'with the host value put back, this is an equally good answer; it costs more',
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
  // No single flip lets another thread's event stand in for the vCPU's own.
  mutant({ vmmAccess: 'as-guest', vlbrBinding: 'calling-thread', ownershipTest: 'event-active' }),
  // No single flip lets a PMI of a host event find a guest that owns the LBRs and perf that is not mute.
  mutant({ vlbrConstraint: 'bypass', vlbrMutesHost: 'no' }),
];

export const mutants: readonly Mutant[] = [...protocolMutants, ...registerMutants];
