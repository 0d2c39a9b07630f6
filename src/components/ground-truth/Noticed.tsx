import results from '@site/ground-truth/results.json';
import { count } from './Runs.tsx';

/** Pieces of the model that the run made wrong, and after how many sequences the run noticed. */
export function Noticed({ world }: { readonly world: 'protocol' | 'register' }) {
  const pieces = [...new Set(results.kernels.flatMap((kernel) => Object.keys(kernel[world].noticed)))];
  return (
    <div
      className="scroll"
      tabIndex={0}
      role="group"
      aria-label={`Wrong pieces of the ${world} world and when the run noticed them`}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Made wrong</th>
            {results.kernels.map(({ version }) => (
              <th scope="col" className="number" key={version}>
                {version}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pieces.map((piece) => (
            <tr key={piece}>
              <th scope="row">{piece}</th>
              {results.kernels.map((kernel) => (
                <td className="number" key={kernel.version}>
                  {after((kernel[world].noticed as Readonly<Record<string, number | null>>)[piece])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Undefined where the design has this value anyway. */
function after(sequences: number | null | undefined): string {
  if (sequences === undefined) return '–';
  return sequences === null ? 'not noticed' : count(sequences);
}
