import { COLUMN, ROW, type Row, type Segment } from './layout.ts';

interface Props {
  readonly row: Row;
  readonly violated: number | undefined;
}

export function RowDrawing({ row, violated }: Props) {
  switch (row.kind) {
    case 'head':
      return null;
    case 'lane':
      return row.steps.map((step) => (
        <g key={step} className={step === violated ? 'step step-violated' : 'step'}>
          <circle cx={(step + 1.5) * COLUMN} cy={row.y + ROW / 2} r={10} />
          <text x={(step + 1.5) * COLUMN} y={row.y + ROW / 2 + 4} textAnchor="middle">
            {step + 1}
          </text>
        </g>
      ));
    case 'band':
      return row.segments.map((segment) => <Band key={segment.from} segment={segment} y={row.y} />);
    case 'bar':
      return row.segments.map(({ from, to }) => (
        <rect
          key={from}
          className="bar"
          x={from * COLUMN + 1}
          y={row.y + 6}
          width={(to - from + 1) * COLUMN - 2}
          height={ROW - 12}
          rx={2}
        />
      ));
    case 'ring':
      return row.segments.map(({ from, to, value, executor }) => (
        <g key={from} className={`record record-${executor}`}>
          <rect x={from * COLUMN + 1} y={row.y + 2} width={(to - from + 1) * COLUMN - 2} height={ROW - 4} rx={3} />
          <text x={from * COLUMN + 8} y={row.y + ROW / 2 + 4}>
            {value}
          </text>
        </g>
      ));
  }
}

const CHARACTER = 6.4;

function Band({ segment: { from, to, value }, y }: { readonly segment: Segment; readonly y: number }) {
  const width = (to - from + 1) * COLUMN - 2;
  const room = Math.floor((width - 7) / CHARACTER);
  const text = value.length <= room ? value : room >= 3 ? `${value.slice(0, room - 1)}…` : '';
  return (
    <g className={value === 'nobody' ? 'band band-nobody' : 'band'}>
      <rect x={from * COLUMN + 1} y={y + 2} width={width} height={ROW - 4} rx={3}>
        <title>{value}</title>
      </rect>
      <text x={from * COLUMN + 6} y={y + ROW / 2 + 4}>
        {text}
      </text>
    </g>
  );
}
