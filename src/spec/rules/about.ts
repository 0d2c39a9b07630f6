import type { Action } from '../kit/model.ts';
import type { World } from '../model/protocol/world.ts';

/** For `StepProperty.about`: the actions whose steps a rule judges. */
export type About = (action: Action<World>) => boolean;

/** Actions of these names. */
export function named(...names: readonly string[]): About {
  return ({ name }) => names.includes(name);
}

/** Actions of this actor. */
export function by(actor: string): About {
  return ({ name }) => name.startsWith(`${actor}.`);
}

/** KVM makes an intercepted access in one step, or in two where a design has IRQs on in between. */
const accesses = ['kvm.access_lbr_msr', 'kvm.finish_lbr_msr'];

/** Actions in which a guest, or the VMM for it, reads LBR MSRs: `seen.reader` is set in no other. */
export const readsLbr = named('guest.read_lbr', 'guest.pebs_record', 'vmm.read_lbr', ...accesses);

/** Actions in which a guest writes LBR MSRs: `seen.writer` and `seen.droppedWriter` are set in no other. */
export const writesLbr = named('guest.write_select', 'guest.write_depth', ...accesses);

/** Actions in which perf hands out a sample: `seen.sampled` is set in no other. */
export const samples = named('nmi.sample', 'nmi.pebs_record');
