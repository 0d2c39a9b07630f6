import type { InstanceEvidence } from '@spec/verify/verdict-file.ts';

/** The bound of a search, instance by instance. */
export function Bound({ instances }: { readonly instances: readonly InstanceEvidence[] }) {
  const cut = instances.filter(({ complete }) => !complete).length;
  return (
    <details className="bound">
      <summary>
        Bound: {instances.length} instances, {cut === 0 ? 'each searched in full' : `${cut} cut off at the bound`}
      </summary>
      <ul>
        {instances.map(({ name, states, depth, complete }) => (
          <li key={name}>
            {name}: {states.toLocaleString('en-US')} states, longest shortest path {depth}
            {complete ? '' : ', not in full'}
          </li>
        ))}
      </ul>
    </details>
  );
}
