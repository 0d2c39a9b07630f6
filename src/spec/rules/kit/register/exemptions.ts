import type { Exemption } from '../../../kit/exemption.ts';
import type { RegisterSettings } from '../../../switches/register.ts';

/** A design to which a rule of the register world does not apply. */
export type RegisterExemption = Exemption<RegisterSettings>;

export const NO_ARCH_LBR: RegisterExemption = {
  when: ({ archLbr }) => archLbr === 'hidden',
  because: 'KVM does not offer Arch LBR to guests',
};

export const NO_GUEST_LBR: RegisterExemption = {
  when: ({ mediatedVpmu }) => mediatedVpmu === 'on',
  because: 'with the mediated vPMU no guest has LBR',
};
