/** Things to try, each as the part of an address that the workbench reads. */
const TRIES: readonly { readonly title: string; readonly fragment: string }[] = [
  {
    title: 'Undo the fix of v6.14: snapshot DEBUGCTL at vcpu_load() again',
    fragment: 't=1&d=v7.3&w=debugctlSnapshot=vcpu-load&r=LBR-DBG-1,LBR-ENT-4&s=',
  },
  {
    title: 'Let perf look for conflicts before it schedules vLBR',
    fragment: 't=1&d=v7.3&w=vlbrConstraint=exclusive&r=LBR-OWN-3,LBR-OWN-4,LBR-ISO-1,LBR-CTX-2&s=',
  },
  {
    title: 'Change the contract harmlessly: never release vLBR lazily',
    fragment: 't=1&d=contract&w=lazyRelease=never&r=LBR-OWN-1,LBR-OWN-3,LBR-ISO-1&s=',
  },
];

/** Three ways to begin; each fills in the form and runs. */
export function TryList({ onTry }: { onTry(fragment: string): void }) {
  return (
    <section aria-label="Try one of these">
      <p>Three things to try:</p>
      <ul className="tries">
        {TRIES.map(({ title, fragment }) => (
          <li key={fragment}>
            <button type="button" onClick={() => onTry(fragment)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
