import type { ChapterData } from '@site/src/site-data/types.ts';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { Verdict } from '@spec/kit/rule.ts';
import { Link } from '../site/links.tsx';
import { MAP_COLUMN, MAP_ROW } from './map-measures.ts';

interface Props {
  readonly chapter: ChapterData;
  readonly data: MatrixData;
}

const SIZE = 6;
const KINDS: readonly Verdict[] = ['violated', 'holds', 'not-established', 'not-applicable'];

/** The verdicts of one chapter. Shapes differ as well as colours: filled, ring, hollow square, dash. */
export function ChapterMap({ chapter: { name, title, rules }, data: { designs, rows } }: Props) {
  const width = rules.length * MAP_COLUMN;
  const height = designs.length * MAP_ROW;
  const cells = rules.flatMap((id, x) =>
    designs.map((design, y) => ({ x, y, verdict: rows[id]?.cells[design.name]?.verdict })),
  );
  const violated = cells.filter(({ verdict }) => verdict === 'violated').length;
  return (
    <div className="map-chapter">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={`${title}: ${rules.length} rules, ${violated} of ${cells.length} verdicts are violated`}
        data-map={rules.join(' ')}
        data-designs={designs.map((design) => design.name).join(' ')}
      >
        {KINDS.map((kind) => (
          <path
            key={kind}
            className={`map-${kind}`}
            d={cells
              .filter(({ verdict }) => verdict === kind)
              .map(({ x, y }) => shapeOf(kind, x * MAP_COLUMN + 0.5, y * MAP_ROW + (MAP_ROW - SIZE) / 2))
              .join('')}
          />
        ))}
      </svg>
      <Link to={`/contract/${name}/`}>{title}</Link>
    </div>
  );
}

function shapeOf(kind: Verdict, x: number, y: number): string {
  switch (kind) {
    case 'violated':
      return `M${x} ${y}h${SIZE}v${SIZE}h-${SIZE}z`;
    case 'holds':
      return `M${x + 0.5} ${y + 3}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z`;
    case 'not-established':
      return `M${x + 0.5} ${y + 0.5}h5v5h-5z`;
    case 'not-applicable':
      return `M${x + 1.5} ${y + 3}h3`;
  }
}
