import type { RegisterSettings } from '../../switches/register.ts';
import { archLbrV2 } from './arch-lbr-v2.ts';
import { coexist2023 } from './coexist-2023.ts';
import { contract } from './contract.ts';
import { request } from './request.ts';
import { v5_12 } from './v5.12.ts';
import { v6_12 } from './v6.12.ts';
import { v6_2 } from './v6.2.ts';
import { v7_3_mediated } from './v7.3-mediated.ts';
import { v7_3 } from './v7.3.ts';

/** The register half of every design, in the order of the matrix. */
export const registerSettings = {
  'v5.12': v5_12,
  'v6.2': v6_2,
  'v6.12': v6_12,
  'v7.3': v7_3,
  'v7.3-mediated': v7_3_mediated,
  'arch-lbr-v2': archLbrV2,
  'coexist-2023': coexist2023,
  request,
  contract,
} as const satisfies Readonly<Record<string, RegisterSettings>>;

export type DesignName = keyof typeof registerSettings;

export const designNames = Object.keys(registerSettings) as readonly DesignName[];

export function isDesignName(name: string): name is DesignName {
  return Object.hasOwn(registerSettings, name);
}
