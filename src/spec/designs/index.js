import { coexist_2023 } from './coexist-2023.ts';
import { contract } from './contract.ts';
import { v5_12 } from './v5.12.ts';
import { v6_12 } from './v6.12.ts';
import { v6_2 } from './v6.2.ts';
import { v7_3 } from './v7.3.ts';
/** Every design, in the order of the matrix. */
export const designs = [v5_12, v6_2, v6_12, v7_3, coexist_2023, contract];
/** The design of that name, or undefined. */
export function designByName(name) {
    return designs.find((design) => design.name === name);
}
export { DESIGN_NAMES } from './design.ts';
export { protocolSwitches } from './switches/protocol.ts';
