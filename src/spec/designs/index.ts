import { noSuch } from '../kit/no-such.ts';
import { archLbrV2 } from './arch-lbr-v2.ts';
import { coexist2023 } from './coexist-2023.ts';
import { contract } from './contract.ts';
import type { Design } from './design.ts';
import { request } from './request.ts';
import { v5_12 } from './v5.12.ts';
import { mediatedLbr } from './mediated-lbr.ts';
import { v6_12_0 } from './v6.12.0.ts';
import { v6_12 } from './v6.12.ts';
import { v6_2 } from './v6.2.ts';
import { v7_3_mediated } from './v7.3-mediated.ts';
import { v7_3 } from './v7.3.ts';

const all = [
  // Releases, forward in time.
  v5_12,
  v6_2,
  v6_12_0,
  v6_12,
  v7_3,
  v7_3_mediated,
  // Posted series and proposals.
  archLbrV2,
  coexist2023,
  mediatedLbr,
  request,
  contract,
] as const;

/** Every design, in the order of the matrix. */
export const designs: readonly Design<DesignName>[] = all;

export type DesignName = (typeof all)[number]['name'];

/** The names of all designs, in the order of the matrix. */
export const designNames: readonly DesignName[] = designs.map(({ name }) => name);

export function isDesignName(name: string): name is DesignName {
  return designNames.some((known) => known === name);
}

/** The design of that name, or undefined. */
export function designByName(name: string): Design<DesignName> | undefined {
  return designs.find((design) => design.name === name);
}

/** The design of that name. Throws a RangeError with the nearest name where there is none. */
export function designNamed(name: string): Design<DesignName> {
  const found = designByName(name);
  if (found === undefined) throw noSuch('design', name, designNames);
  return found;
}

export type { Design } from './design.ts';
