import type { Executor } from '@spec/scenario/run-view.ts';

/** Who executed the branches in the ring: letter, colour, name. */
export function ExecutorLegend({ executors }: { readonly executors: readonly Executor[] }) {
  if (executors.length === 0) return null;
  return (
    <ul className="executors" aria-label="Who executed a branch">
      {executors.map(({ name, letter, kind }) => (
        <li key={name}>
          <span className={`chip record-${kind}`}>{letter}</span> {name}
        </li>
      ))}
    </ul>
  );
}
