import reproductions from '@site/ground-truth/reproductions.json';
import { Link } from '../site/links.tsx';
import { Stamp } from './Stamp.tsx';

/** Violated rules, replayed in the kernel's code. */
export function Replays() {
  const { entries, date, hash } = reproductions;
  const done = entries.filter(({ reproduced }) => reproduced).length;
  return (
    <>
      <p>
        {done} of {entries.length} violated verdicts are reproduced.
      </p>
      <div className="scroll" tabIndex={0} role="group" aria-label="Violated rules in the kernel's code">
        <table>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Kernel</th>
              <th scope="col">Reproduced by its code</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ rule, design, kernel, reproduced, ...rest }) => (
              <tr key={rule + kernel}>
                <th scope="row">
                  <Link to={`/r/${rule}/#on-${design}`} className="rule-ref">
                    {rule}
                  </Link>
                </th>
                <td>{kernel}</td>
                <td>{reproduced ? 'yes' : `no: ${'reason' in rest ? rest.reason : ''}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Stamp date={date} hash={hash} what="The replay" />
    </>
  );
}
