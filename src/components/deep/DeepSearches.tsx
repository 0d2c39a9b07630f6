import type { DeepSearch } from '@spec/deep/result.ts';
import { DeepVerdictMark } from './DeepVerdictMark.tsx';

/** Instances that were searched to the end: what is in each, how big it is, and what came of it. */
export function DeepSearches({ searches }: { readonly searches: readonly DeepSearch[] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Searches">
      <table>
        <thead>
          <tr>
            <th scope="col">Instance: the bound</th>
            <th scope="col">States</th>
            <th scope="col">Depth</th>
            <th scope="col">Steps taken</th>
            <th scope="col">Seconds</th>
            <th scope="col">Exchanged</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {searches.map(({ instance, title, complete, states, depth, transitions, seconds, symmetry, rules }) => (
            <tr key={instance}>
              <th scope="row">
                <code>{instance}</code> {title}
              </th>
              <td className="number">
                {complete ? 'all ' : 'bound reached at '}
                {states.toLocaleString('en-US')}
              </td>
              <td className="number">{depth}</td>
              <td className="number">{transitions.toLocaleString('en-US')}</td>
              <td className="number">{seconds}</td>
              <td>{symmetry || 'nothing'}</td>
              <td>
                <DeepVerdictMark rules={rules} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
