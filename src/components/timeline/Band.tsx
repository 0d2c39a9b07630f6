import { CHARACTER, ROW, type Row, type Segment } from './layout.ts';

interface Props {
  readonly segment: Segment;
  readonly row: Extract<Row, { readonly kind: 'band' | 'event' }>;
  readonly column: number;
  /** Of the whole drawing, and the last column of it. */
  readonly width: number;
  readonly last: number;
}

/** A value that lasts. What does not fit stands in the title; the last one has the room up to the edge. */
export function Band({ segment: { from, to, value }, row, column, width, last }: Props) {
  const right = (to + 1) * column;
  const room = Math.floor(((to === last ? width : right) - from * column - 7) / CHARACTER);
  const text = value.length <= room ? value : room >= 3 ? `${value.slice(0, room - 1)}…` : '';
  return (
    <g className={bandClass(row.kind, value)}>
      <rect x={from * column + 1} y={row.y + 2} width={right - from * column - 2} height={ROW - 4} rx={3}>
        <title>{value}</title>
      </rect>
      <text x={from * column + 6} y={row.y + ROW / 2 + 4}>
        {text}
      </text>
    </g>
  );
}

function bandClass(kind: 'band' | 'event', value: string): string {
  if (kind === 'event') return `band event-state event-${value}`;
  return value === 'nobody' ? 'band band-nobody' : 'band';
}
