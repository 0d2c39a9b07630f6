import type { MatrixData } from '@site/src/site-data/matrix.ts';

/** The design of the newest kernel release. */
export const NEWEST = 'v7.3';

/** How many rules the design violates, and how many of them a kernel's own code breaks in the same steps. */
export function brokenBy({ rows }: MatrixData, design: string): { readonly broken: number; readonly inCode: number } {
  const cells = Object.values(rows).flatMap((row) => row.cells[design] ?? []);
  const broken = cells.filter(({ verdict }) => verdict === 'violated');
  return { broken: broken.length, inCode: broken.filter(({ code }) => code === true).length };
}
