import type { Action } from '../../../kit/model.ts';
import type { Machine } from '../../../model/protocol/machine.ts';
import type { World } from '../../../model/protocol/world.ts';

/** For `StepProperty.about`: the actions whose steps a rule judges. */
type About = (action: Action<World>) => boolean;

/** Actions of these names. */
export function named(...names: readonly string[]): About {
  return ({ name }) => names.includes(name);
}

/** Actions of this actor. */
export function by(actor: string): About {
  return ({ name }) => name.startsWith(`${actor}.`);
}

/** These actions, where the host has LBR events at all; of a host that owns nothing, a rule about an owner says nothing. */
export function withHostEvents(m: Machine, about: About = () => true): About {
  return m.firstVlbr > 0 ? about : () => false;
}

/** KVM makes an intercepted access in one step, or in two where a design has IRQs on in between. */
const accesses = ['kvm.access_lbr_msr', 'kvm.finish_lbr_msr'];

/** Actions in which a guest, or the VMM for it, reads LBR MSRs: `seen.reader` is set in no other. */
export const readsLbr = named('guest.read_lbr', 'guest.xsaves_lbr', 'guest.pebs_record', 'vmm.read_lbr', ...accesses);

/** Actions in which a guest writes LBR MSRs: `seen.writer` and `seen.droppedWriter` are set in no other. */
export const writesLbr = named('guest.write_select', 'guest.write_depth', 'guest.xrstors_lbr', ...accesses);

/** Actions in which perf hands out a sample: `seen.sampled` is set in no other. */
export const samples = named('nmi.sample', 'nmi.sample_guest', 'nmi.pebs_record');

/** For `StepProperty.changes`: what decides who owns the LBRs of which pCPU. */
export const ownerFields = ['state', 'task', 'current', 'guestCtxLoaded'] as const;

/** For `StateProperty.ignores`: what is recorded, wherever it lies. Most rules speak of who owns and of what is on. */
export const recordFields = ['ring', 'slot', 'sampleStack', 'images'] as const;
