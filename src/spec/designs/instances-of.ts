import { reasonAgainst, type Exemption } from '../kit/exemption.ts';
import type { Instance } from '../model/protocol/instance.ts';
import { instances } from '../model/protocol/instances.ts';
import { archSwitches } from '../switches/protocol/arch.ts';
import type { ProtocolSettings } from '../switches/protocol.ts';
import type { Design } from './design.ts';
import { protocolHalf } from './half.ts';

/** The instances on which a design is judged; its mutants are judged on the same ones. */
export function instancesOf(design: Design): readonly Instance[] {
  return instances.filter((instance) => whyNotJudged(design, instance) === undefined);
}

/** Why an instance does not judge a design, for readers; undefined where it does. */
export function whyNotJudged(design: Design, instance: Instance): string | undefined {
  const exempt = [...(instance.exempt ?? []), ...(instance.flavour === 'legacy' ? [ONLY_ON_ARCH_HOSTS] : [])];
  return reasonAgainst(exempt, protocolHalf(design));
}

/** A series for Arch LBR says nothing about a host with legacy LBR: there it is the kernel that it was posted against. */
export const ONLY_ON_ARCH_HOSTS: Exemption<ProtocolSettings> = {
  when: (_settings, changes) => {
    const changed = Object.keys(changes);
    return changed.length > 0 && changed.every((name) => Object.hasOwn(archSwitches, name));
  },
  because: (base) => `the series changes nothing here: see ${base}`,
};
