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

export function MatrixRow({ id, row, designs, compact }: Props) {
  return (
    <tr data-rule={id}>
      <th scope="row">
        <Link to={`/r/${id}/`}>
          <span className="id">{id}</span> <span className="matrix-title">{row.title}</span>
        </Link>
      </th>
      {designs.map(({ name }) => (
        <MatrixCell key={name} rule={id} design={name} cell={row.cells[name]} compact={compact} />
      ))}
    </tr>
  );
}
