import { archLbrV2 } from './arch-lbr-v2.ts';
import { coexist_2023 } from './coexist-2023.ts';
import { contract } from './contract.ts';
import type { Design } from './design.ts';
import { request } from './request.ts';
import { v5_12 } from './v5.12.ts';
import { v6_12 } from './v6.12.ts';
import { v6_2 } from './v6.2.ts';
import { v7_3_mediated } from './v7.3-mediated.ts';
import { v7_3 } from './v7.3.ts';

/** Every design, in the order of the matrix. */
export const designs: readonly Design[] = [
  v5_12,
  v6_2,
  v6_12,
  v7_3,
  v7_3_mediated,
  archLbrV2,
  coexist_2023,
  request,
  contract,
];

/** The design of that name, or undefined. */
export function designByName(name: string): Design | undefined {
  return designs.find((design) => design.name === name);
}

export { DESIGN_NAMES, type Design, type DesignName } from './design.ts';
export { protocolSwitches, type ProtocolSettings } from '../switches/protocol.ts';
