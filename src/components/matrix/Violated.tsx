import type { MatrixData } from '@site/src/site-data/matrix.ts';

/** How many rules a design violates: the sum of its column. */
export function Violated({ data, design }: { readonly data: MatrixData; readonly design: string }) {
  const count = Object.values(data.rows).filter(({ cells }) => cells[design]?.verdict === 'violated').length;
  return (
    <span className="column-sum">
      {count} <span className="hidden">rules </span>violated
    </span>
  );
}
