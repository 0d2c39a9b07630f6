import type { Action, ActionArgs } from '../../../kit/model.ts';
import type { World } from '../world.ts';

/** An action before its index entry: what it needs, what it does, and why it may be blocked. */
interface Draft {
  readonly args: ActionArgs;
  /** vCPU and the positions at which the action can happen. */
  readonly at?: readonly [vcpu: number, ...positions: number[]];
  when?(w: World): boolean;
  /** Why `when` said no, for readers. */
  readonly needs?: string;
  apply(w: World): void;
}

/** Puts an action together. One with `at` also checks the position, so that `when` says only what is special. */
export function action(name: string, draft: Draft): Action<World> {
  const { args, at, needs } = draft;
  const when = draft.when?.bind(draft) ?? (() => true);
  const apply = draft.apply.bind(draft);
  if (at === undefined) {
    return { name, args, enabled: when, apply, blockedBy: () => needs ?? `${name} is not possible now` };
  }
  const [process, ...positions] = at;
  const isAt = (w: World): boolean => positions.includes(w.vcpus[process].at);
  return {
    name,
    args,
    at: { process, positions },
    enabled: (w) => isAt(w) && when(w),
    apply,
    blockedBy: (w) => (isAt(w) ? (needs ?? `${name} is not possible now`) : `the vCPU thread is elsewhere in KVM_RUN`),
  };
}
