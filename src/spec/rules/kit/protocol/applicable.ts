import { DESIGN_NAMES, type DesignName } from '../../../designs/design.ts';

/** `notApplicable` of a rule that speaks of a few designs only: the same reason for every other one. */
export function onlyOn(designs: readonly DesignName[], reason: string): Readonly<Record<string, string>> {
  return Object.fromEntries(DESIGN_NAMES.filter((name) => !designs.includes(name)).map((name) => [name, reason]));
}

/** `notApplicable` of a rule about guests that use LBRs. */
export const NO_MEDIATED_LBR = { 'v7.3-mediated': 'a guest with a mediated vPMU has no LBRs' } as const;

/** Designs in which a guest of a host with Arch LBR has LBRs. */
export const ARCH_GUEST_DESIGNS = ['arch-lbr-v2', 'request', 'contract'] as const;

/** `notApplicable` of a rule on which the series for Arch LBR has no bearing. */
export const SERIES_ADDS_NOTHING = { 'arch-lbr-v2': 'the series changes nothing here: see v6.2' } as const;

/** The designs that are releases of the kernel, without a mediated vPMU. */
export const RELEASES = ['v5.12', 'v6.2', 'v6.12', 'v7.3'] as const;
