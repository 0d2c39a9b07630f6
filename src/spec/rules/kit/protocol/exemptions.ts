import type { Exemption } from '../../../kit/exemption.ts';
import type { ProtocolSettings } from '../../../switches/protocol.ts';

export { ONLY_ON_ARCH_HOSTS } from '../../../designs/instances-of.ts';

/** What a rule of the protocol world can be exempt from: a design to which it does not apply. */
export type ProtocolExemption = Exemption<ProtocolSettings>;

/** Of a rule about guests that use LBRs. */
export const NO_MEDIATED_LBR: ProtocolExemption = {
  when: ({ vpmu }) => vpmu === 'mediated',
  because: 'a guest with a mediated vPMU has no LBRs',
};
