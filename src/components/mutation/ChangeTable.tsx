import type { Entry } from '@site/mutate/results.ts';

interface Props {
  readonly label: string;
  readonly entries: readonly (Entry & { readonly reason?: string })[];
  /** With what became of each, and why. */
  readonly explained?: boolean;
}

/** Changes by file and line; the text before and after. */
export function ChangeTable({ label, entries, explained = false }: Props) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">Change</th>
            <th scope="col">Line</th>
            {explained && <th scope="col">What came of it</th>}
            {explained && <th scope="col">Why no verdict notices</th>}
          </tr>
        </thead>
        <tbody>
          {entries.map(({ name, line, outcome, by, reason }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td className="number">{line}</td>
              {explained && <td>{by === undefined ? WORDS[outcome] : `${WORDS[outcome]}: ${by}`}</td>}
              {explained && <td>{reason ?? 'not explained'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const WORDS: Readonly<Record<Entry['outcome'], string>> = {
  noticed: 'noticed',
  same: 'no effect',
  survives: 'verdicts stay as they are',
  'not-run': 'no verdict runs the line',
  'timed-out': 'out of time',
  stops: 'verification stops with an error',
};
