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

/** `contract` with one switch of the protocol world at one of its other values, for every such value. */
export const protocolMutants: readonly Mutant[] = Object.entries(protocolSwitches).flatMap(([name, { values }]) =>
  Object.keys(values)
    .filter((value) => value !== contract.protocol[name as keyof typeof contract.protocol])
    .map((value) => ({
      name: `${name}=${value}`,
      world: 'protocol' as const,
      base: 'contract' as const,
      flips: { [name]: value },
    })),
);

export const mutants: readonly Mutant[] = [...protocolMutants, ...registerMutants];
