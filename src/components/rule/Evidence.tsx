import type { VerdictData } from '@site/src/site-data/types.ts';
import { EvidenceRow } from './EvidenceRow.tsx';

interface Props {
  readonly verdicts: readonly VerdictData[];
  /** On the rule's own page the rows are what strips and cells lead to, and each instance has its numbers. */
  readonly page?: boolean;
}

/** How each verdict was established. */
export function Evidence({ verdicts, page = false }: Props) {
  return (
    <>
      <div className="scroll" tabIndex={0} role="group" aria-label="Evidence">
        <table className="evidence">
          <thead>
            <tr>
              <th scope="col">design</th>
              <th scope="col">verdict</th>
              <th scope="col">established by</th>
              <th scope="col" className="number">
                states
              </th>
              <th scope="col" className="number">
                runs
              </th>
              <th scope="col" className="number">
                met
              </th>
              <th scope="col" className="number">
                seed
              </th>
            </tr>
          </thead>
          <tbody>
            {verdicts.map((verdict) => (
              <EvidenceRow key={verdict.design} verdict={verdict} page={page} />
            ))}
          </tbody>
        </table>
      </div>
      <p className="hint">
        “Met” counts how often the precondition of the property was seen, once for each instance of a search: a verdict
        that never met it would be vacuous, and fails the run.
      </p>
    </>
  );
}
