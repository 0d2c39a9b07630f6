import { Fragment } from 'react';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { MatrixRow } from './MatrixRow.tsx';
import { Violated } from './Violated.tsx';

interface Props {
  readonly data: MatrixData;
  /** Says below each design how many rules it violates. */
  readonly counts?: boolean;
  /** Within a text: signs without words. */
  readonly compact?: boolean;
}

/** Rules by designs. A plain table: it reads without JavaScript, prints, and keeps its heads in sight while scrolling. */
export function Matrix({ data, counts = false, compact = false }: Props) {
  const { chapters, designs, rows } = data;
  return (
    <div className="matrix-scroll matrix-page" tabIndex={0} role="group" aria-label="Matrix of rules and designs">
      <table className={compact ? 'matrix matrix-compact' : 'matrix'}>
        <caption className="hidden">Verdict of each rule on each design</caption>
        <thead>
          <tr>
            <th scope="col" className="corner">
              Rule
            </th>
            {designs.map(({ name }) => (
              <th scope="col" key={name}>
                <Link to={`/designs/${name}/`}>{name}</Link>
                {counts && <Violated data={data} design={name} />}
              </th>
            ))}
          </tr>
        </thead>
        {chapters
          .filter(({ rules }) => rules.length > 0)
          .map(({ name, title, rules }) => (
            <tbody key={name}>
              <tr className="matrix-chapter">
                <th scope="rowgroup" colSpan={designs.length + 1}>
                  <Link to={`/contract/${name}/`}>{title}</Link>
                </th>
              </tr>
              {rules.map((id) => {
                const row = rows[id];
                return (
                  <Fragment key={id}>
                    {row !== undefined && <MatrixRow id={id} row={row} designs={designs} compact={compact} />}
                  </Fragment>
                );
              })}
            </tbody>
          ))}
      </table>
    </div>
  );
}
