/** Puts an action together. One with `at` also checks the position, so that `when` says only what is special. */
export function action(name, draft) {
  const { args, at, needs } = draft;
  const when = draft.when?.bind(draft) ?? (() => true);
  const apply = draft.apply.bind(draft);
  if (at === undefined) {
    return { name, args, enabled: when, apply, blockedBy: () => needs ?? `${name} is not possible now` };
  }
  const [process, ...positions] = at;
  const isAt = (w) => positions.includes(w.vcpus[process].at);
  return {
    name,
    args,
    at: { process, positions },
    enabled: (w) => isAt(w) && when(w),
    apply,
    blockedBy: (w) => (isAt(w) ? (needs ?? `${name} is not possible now`) : `the vCPU thread is elsewhere in KVM_RUN`),
  };
}
