/** Names of designs as rules use them. Rules stay below the designs, so these are plain names that a test compares. */
export const RELEASES = ['v5.12', 'v6.2', 'v6.12', 'v7.3'] as const;

/** Every design that hides Arch LBR from guests. */
const WITHOUT_ARCH_LBR = [...RELEASES, 'v7.3-mediated', 'coexist-2023', 'request'] as const;

const because = (names: readonly string[], reason: string): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, reason]));

export const NO_ARCH_LBR = because(WITHOUT_ARCH_LBR, 'KVM does not offer Arch LBR to guests');

export const NO_GUEST_LBR = because(['v7.3-mediated'], 'with the mediated vPMU no guest has LBR');
