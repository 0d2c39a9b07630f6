import type { DesignData } from '@site/src/site-data/types.ts';
import type { MatrixRow as Row } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { MatrixCell } from './MatrixCell.tsx';

interface Props {
  readonly id: string;
  readonly row: Row;
  readonly designs: readonly DesignData[];
  readonly compact: boolean;
}

/** What the filter of the matrix asks for. */
function factsOf({ chapter, level, boundary, cells }: Row) {
  return {
    'data-chapter': chapter,
    'data-level': level,
    ...(boundary && { 'data-boundary': '' }),
    ...(Object.values(cells).some(({ lab }) => lab === true) && { 'data-lab': '' }),
    'data-verdicts': Object.entries(cells)
      .map(([design, { verdict }]) => `${design}=${verdict}`)
      .join(' '),
  };
}

export function MatrixRow({ id, row, designs, compact }: Props) {
  return (
    <tr data-rule={id} {...(compact ? {} : factsOf(row))}>
      <th scope="row">
        <Link to={`/r/${id}/`}>
          <span className="id">{id}</span> <span className="matrix-title">{row.title}</span>
          {row.boundary && <span className="boundary"> security boundary</span>}
        </Link>
      </th>
      {designs.map(({ name }) => (
        <MatrixCell key={name} rule={id} design={name} cell={row.cells[name]} compact={compact} />
      ))}
    </tr>
  );
}
