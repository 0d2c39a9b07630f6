import { protocolSwitches } from '../switches/protocol.ts';
import { registerSwitches } from '../switches/register.ts';
import { contract } from './contract.ts';
import type { Mutant } from './mutant.ts';
import { museum } from './museum/index.ts';
import { PERMITTED } from './permitted.ts';

type Flips = Readonly<Record<string, string>>;

const SWITCHES = { protocol: protocolSwitches, register: registerSwitches } as const;

/**
 * Flips that another decision of the contract hides: what must be flipped with them to be seen. With Arch LBR for
 * guests the legacy format is not an issue; an exit that saves DEBUGCTL makes good what a WRMSR left in vmcs12; an event that
 * is created before VM-entry makes good that the WRMSR of DEBUGCTL.LBR created none.
 */
const COMPANIONS: Readonly<Record<Mutant['world'], Readonly<Record<string, Flips>>>> = {
  protocol: {},
  register: {
    'archHostLegacyFmt=advertised': { archLbr: 'hidden' },
    'archDebugctlLbr=vmcs12-unmasked': { vmcs12Save: 'on-wrmsr' },
    'vlbrCreation=access-only': { missingEvent: 'nothing' },
  },
};

const mutant = (world: Mutant['world'], name: string, flips: Flips): Mutant => ({
  name,
  world,
  base: 'contract',
  flips,
});

/** The contract with one switch of a world at one of its other values, for every value that it does not permit. */
function flipsOf(world: Mutant['world']): readonly Mutant[] {
  const settings: Flips = contract[world];
  return Object.entries(SWITCHES[world]).flatMap(([name, { values }]) =>
    Object.keys(values)
      .filter((value) => value !== settings[name])
      .map((value) => [`${name}=${value}`, value] as const)
      .filter(([flip]) => !Object.hasOwn(PERMITTED[world], flip))
      .map(([flip, value]) => mutant(world, flip, { [name]: value, ...COMPANIONS[world][flip] })),
  );
}

export const protocolMutants: readonly Mutant[] = [
  ...flipsOf('protocol'),
  // No single flip lets a PMI of a host event find a guest that owns the LBRs and perf that is not mute.
  mutant('protocol', 'vlbrConstraint=bypass, vlbrMutesHost=no', { vlbrConstraint: 'bypass', vlbrMutesHost: 'no' }),
];

/** Bugs of the museum. Where one flip is the whole bug, the mutant of that flip would do, but the name would be lost. */
const bugs: readonly Mutant[] = museum.flatMap(({ bug, register }) =>
  register === undefined ? [] : [{ ...mutant('register', `bug ${bug}`, register.flips), bug }],
);

export const registerMutants: readonly Mutant[] = [...flipsOf('register'), ...bugs];

export const mutants: readonly Mutant[] = [...protocolMutants, ...registerMutants];
