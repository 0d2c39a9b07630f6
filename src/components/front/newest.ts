import type { MatrixData } from '@site/src/site-data/matrix.ts';

/** The design of the newest kernel release. */
export const NEWEST = 'v7.3';

interface Broken {
  readonly broken: number;
  /** Of these, how many a kernel's own code breaks in the same steps, and how many a whole kernel showed. */
  readonly inCode: number;
  readonly lab: number;
}

/** How many rules the design violates. */
export function brokenBy({ rows }: MatrixData, design: string): Broken {
  const cells = Object.values(rows).flatMap((row) => row.cells[design] ?? []);
  const broken = cells.filter(({ verdict }) => verdict === 'violated');
  return {
    broken: broken.length,
    inCode: broken.filter(({ code }) => code === true).length,
    lab: broken.filter(({ lab }) => lab === true).length,
  };
}
