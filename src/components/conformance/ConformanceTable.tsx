import { Fragment } from 'react';
import { designNames } from '@spec/designs/index.ts';
import { conformanceTable, inexpressible } from '@spec/scenario/conformance.ts';
import { Differences } from './Differences.tsx';
import { OutcomeCell } from './OutcomeCell.tsx';
import { RuleRef } from '../text/RuleRef.tsx';

/** Every case of the existing tests: where it is from, what it exercises, and what it gives on each design. */
export function ConformanceTable() {
  const rows = conformanceTable();
  return (
    <>
      <div
        className="matrix-scroll edge-shadow"
        tabIndex={0}
        role="group"
        aria-label="Cases of existing tests and designs"
      >
        <table className="matrix conformance">
          <caption className="hidden">Outcome of each case on each design</caption>
          <thead>
            <tr>
              <th scope="col" className="corner">
                Case
              </th>
              <th scope="col">Rules</th>
              {designNames.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ case: one, outcomes }) => (
              <tr key={one.id}>
                <th scope="row">
                  <code>{one.id}</code> {one.title}
                  <span className="origin">
                    {one.origin}: {one.from}
                  </span>
                </th>
                <td>
                  {one.rules.map((id) => (
                    <Fragment key={id}>
                      <RuleRef id={id} />{' '}
                    </Fragment>
                  ))}
                </td>
                {designNames.map((name) => (
                  <OutcomeCell key={name} outcome={outcomes[name]} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2 id="differences">Where a design differs</h2>
      <Differences rows={rows} />
      <h2 id="not-here">Cases that are not here</h2>
      <dl>
        {Object.entries(inexpressible).map(([id, reason]) => (
          <div key={id}>
            <dt>
              <code>{id}</code>
            </dt>
            <dd>{reason}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
