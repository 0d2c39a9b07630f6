import type { DeepFlip } from '@spec/deep/result.ts';
import { PERMITTED } from '@spec/designs/permitted.ts';

/** Answers that keep every rule as well: why, and what a search of every instance found. */
export function PermittedFlips({ flips }: { readonly flips: readonly DeepFlip[] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Flips that keep every rule">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Flip</th>
            <th scope="col">Why it is permitted</th>
            <th scope="col">States</th>
            <th scope="col">Broken rules</th>
          </tr>
        </thead>
        <tbody>
          {flips.map(({ flip, states, instances, complete, broken }) => (
            <tr key={flip}>
              <th scope="row">
                <code>{flip}</code>
              </th>
              <td data-label="Why it is permitted">{PERMITTED.protocol[flip]}</td>
              <td className="number" data-label="States">
                {complete ? 'all ' : 'bound reached at '}
                {states.toLocaleString('en-US')} of {instances} instances
              </td>
              <td data-label="Broken rules">{broken.length === 0 ? 'none' : <b>{broken.join(', ')}</b>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
