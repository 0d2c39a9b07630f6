import type { DeepWalk } from '@spec/deep/result.ts';
import { DeepVerdictMark } from './DeepVerdictMark.tsx';

/** Instances that were walked through at random: what is in each, and how far the walks went. */
export function DeepWalks({ walks }: { readonly walks: readonly DeepWalk[] }) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Random walks">
      <table>
        <thead>
          <tr>
            <th scope="col">Instance</th>
            <th scope="col">Runs</th>
            <th scope="col">Steps of a run</th>
            <th scope="col">Steps in all</th>
            <th scope="col">Seed</th>
            <th scope="col">CPU seconds</th>
            <th scope="col">Rules</th>
          </tr>
        </thead>
        <tbody>
          {walks.map(({ instance, title, runs, stepsPerRun, headStart, steps, seed, seconds, rules }) => (
            <tr key={instance}>
              <th scope="row">
                <code>{instance}</code> {title}
              </th>
              <td className="number">{runs.toLocaleString('en-US')}</td>
              <td className="number">
                {stepsPerRun} after {headStart}
              </td>
              <td className="number">{steps.toLocaleString('en-US')}</td>
              <td className="number">{seed}</td>
              <td className="number">{seconds}</td>
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
