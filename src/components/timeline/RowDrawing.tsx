import { Band } from './Band.tsx';
import { ROW, type Row } from './layout.ts';

interface Props {
  readonly row: Row;
  /** Width of a step, and of the whole drawing. */
  readonly column: number;
  readonly width: number;
  /** The last column. */
  readonly last: number;
  readonly violated: number | undefined;
  readonly decisive: number | undefined;
}

export function RowDrawing({ row, column, width, last, violated, decisive }: Props) {
  switch (row.kind) {
    case 'head':
      return null;
    case 'lane':
      return row.steps.map((step) => (
        <g key={step} className={stepClass(step, violated, decisive)}>
          <circle cx={(step + 1.5) * column} cy={row.y + ROW / 2} r={10} />
          <text x={(step + 1.5) * column} y={row.y + ROW / 2 + 4} textAnchor="middle">
            {step + 1}
          </text>
        </g>
      ));
    case 'event':
    case 'band':
      return row.segments.map((segment) => (
        <Band key={segment.from} segment={segment} row={row} column={column} width={width} last={last} />
      ));
    case 'bar':
      return row.segments.map(({ from, to }) => (
        <rect
          key={from}
          className="bar"
          x={from * column + 1}
          y={row.y + 6}
          width={(to - from + 1) * column - 2}
          height={ROW - 12}
          rx={2}
        />
      ));
    case 'ring':
      return row.segments.map(({ from, to, value, executor }) => (
        <g key={from} className={`record record-${executor}`}>
          <rect x={from * column + 1} y={row.y + 2} width={(to - from + 1) * column - 2} height={ROW - 4} rx={3} />
          <text x={from * column + 8} y={row.y + ROW / 2 + 4}>
            {value}
          </text>
        </g>
      ));
  }
}

function stepClass(step: number, violated: number | undefined, decisive: number | undefined): string {
  if (step === violated) return 'step step-violated';
  return step === decisive ? 'step step-decisive' : 'step';
}
