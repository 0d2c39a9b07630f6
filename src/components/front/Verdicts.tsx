import matrix from '@generated/lbr-spec/default/matrix.json';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Matrix } from '../matrix/Matrix.tsx';

/** The rows of the matrix for the rules that a text relies on: `rules` is their IDs, separated by spaces. */
export function Verdicts({ rules }: { readonly rules: string }) {
  const data = matrix as unknown as MatrixData;
  const wanted = rules.split(' ');
  const unknown = wanted.find((id) => data.rows[id] === undefined);
  if (unknown !== undefined) throw new Error(`<Verdicts rules="${rules}">: ${unknown} is not a rule`);
  const chapters = data.chapters.map((chapter) => ({
    ...chapter,
    rules: chapter.rules.filter((id) => wanted.includes(id)),
  }));
  return <Matrix data={{ ...data, chapters }} compact />;
}
