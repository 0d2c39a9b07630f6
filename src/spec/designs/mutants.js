import { contract } from './contract.ts';
import { protocolSwitches } from './switches/protocol.ts';
/** `contract` with one switch of the protocol world at one of its other values, for every such value. */
export const protocolMutants = Object.entries(protocolSwitches).flatMap(([name, { values }]) => Object.keys(values)
    .filter((value) => value !== contract.protocol[name])
    .map((value) => ({
    name: `${name}=${value}`,
    world: 'protocol',
    base: 'contract',
    flips: { [name]: value },
})));
export const mutants = protocolMutants;
