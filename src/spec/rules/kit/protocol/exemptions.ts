import type { Exemption } from '../../../kit/exemption.ts';
import type { ProtocolSettings } from '../../../switches/protocol.ts';

export { ONLY_ON_ARCH_HOSTS } from '../../../designs/instances-of.ts';

/** What a rule of the protocol world can be exempt from: a design to which it does not apply. */
export type ProtocolExemption = Exemption<ProtocolSettings>;

const ofMediated = (because: string): ProtocolExemption => ({ when: ({ vpmu }) => vpmu === 'mediated', because });

/** Of a rule about the guest LBR event. */
export const NO_GUEST_EVENT = ofMediated('a mediated vPMU has no guest LBR event');

/** Of a rule about a guest that has lost the LBRs. */
export const NEVER_A_NON_OWNER = ofMediated('a guest with a mediated vPMU owns the LBRs whenever it runs');

/** Of a rule about the order in which events come. */
export const HOST_EVENTS_OFF = ofMediated(
  'a mediated vPMU takes all host LBR events off while the guest runs; LBR-MED-1 and LBR-MED-3 say what holds instead',
);

/** Of a rule about host events that ask for guests. */
export const ASKING_IS_REFUSED = ofMediated('with a mediated vPMU perf refuses events that do not exclude guests');

/** Of a rule about guests that use LBRs. */
export const NO_MEDIATED_LBR: ProtocolExemption = {
  when: ({ vpmu, mediatedLbr }) => vpmu === 'mediated' && mediatedLbr === 'none',
  because: 'a guest with a mediated vPMU has no LBRs',
};
