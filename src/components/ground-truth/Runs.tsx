import results from '@site/ground-truth/results.json';
import { Stamp } from './Stamp.tsx';

const WORLDS = ['protocol', 'register'] as const;

/** The last long run: one line for each kernel and world. */
export function Runs() {
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label="Differential runs">
        <table>
          <thead>
            <tr>
              <th scope="col">Kernel</th>
              <th scope="col">Design</th>
              <th scope="col">World</th>
              <th scope="col" className="number">
                Sequences
              </th>
              <th scope="col" className="number">
                Steps
              </th>
              <th scope="col">Seeds</th>
              <th scope="col" className="number">
                Per CPU second
              </th>
              <th scope="col" className="number">
                Mismatches
              </th>
            </tr>
          </thead>
          <tbody>
            {results.kernels.flatMap((kernel) =>
              WORLDS.map((world) => {
                const { sequences, steps, seeds, cpuSeconds, mismatches } = kernel[world];
                return (
                  <tr key={kernel.version + world}>
                    <th scope="row">{kernel.version}</th>
                    <td>{kernel.design}</td>
                    <td>{world}</td>
                    <td className="number">{count(sequences)}</td>
                    <td className="number">{count(steps)}</td>
                    <td>{seeds.join('–')}</td>
                    <td className="number">{count(Math.round(sequences / Math.max(0.1, cpuSeconds)))}</td>
                    <td className="number">{mismatches.length}</td>
                  </tr>
                );
              }),
            )}
          </tbody>
        </table>
      </div>
      <Stamp date={results.date} hash={results.hash} what="This run" />
    </>
  );
}

export const count = (value: number): string => value.toLocaleString('en-US');
