import type { RunView } from '@spec/scenario/run-view.ts';
import { COLUMN, ROW, type Row, type TimelineLayout } from './layout.ts';
import { RowDrawing } from './RowDrawing.tsx';

interface Props {
  readonly run: RunView;
  readonly layout: TimelineLayout;
  readonly id: string;
}

/** The lanes and the hardware below them. Labels stay in sight while the steps scroll. */
export function Drawing({ run, layout: { width, height, labels, rows }, id }: Props) {
  const violated = run.violation?.step;
  return (
    <div
      className="timeline-scroll"
      tabIndex={0}
      role="group"
      aria-label={`Timeline of ${run.steps.length} steps; the table below tells the same`}
    >
      <svg className="timeline-labels" width={labels} height={height} aria-hidden="true">
        {rows.map((row) => (
          <text
            key={`${row.y}`}
            x={row.kind === 'head' ? 4 : labels - 8}
            y={row.y + ROW / 2 + 4}
            className={`label label-${row.kind}`}
            textAnchor={row.kind === 'head' ? 'start' : 'end'}
          >
            {row.label}
          </text>
        ))}
      </svg>
      <svg
        className="timeline-steps"
        width={width}
        height={height}
        role="img"
        aria-labelledby={`${id}-name`}
        data-column={COLUMN}
      >
        <title id={`${id}-name`}>{`The run step by step: ${run.steps
          .map(({ actor, label }, index) => `${index + 1}, ${actor} ${label}`)
          .slice(0, 20)
          .join('; ')}`}</title>
        <path className="row-lines" d={rows.map(({ y }) => `M0 ${y + ROW}H${width}`).join('')} />
        {violated !== undefined && (
          <rect className="violated-column" x={(violated + 1) * COLUMN} y={0} width={COLUMN} height={height} />
        )}
        <rect className="selected-column" x={0} y={0} width={COLUMN} height={height} visibility="hidden" />
        <polyline className="control" points={control(rows)} />
        {rows.map((row) => (
          <RowDrawing key={row.y} row={row} violated={violated} />
        ))}
      </svg>
    </div>
  );
}

/** The thread of control: a line from step to step across the lanes. */
function control(rows: readonly Row[]): string {
  return rows
    .flatMap((row) => (row.kind === 'lane' ? row.steps.map((step) => ({ step, y: row.y })) : []))
    .sort((a, b) => a.step - b.step)
    .map(({ step, y }) => `${(step + 1.5) * COLUMN},${y + ROW / 2}`)
    .join(' ');
}
