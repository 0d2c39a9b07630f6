import type { RunView } from '@spec/scenario/run-view.ts';
import { ROW, type Row, type TimelineLayout } from './layout.ts';
import { RowDrawing } from './RowDrawing.tsx';

interface Props {
  readonly run: RunView;
  readonly layout: TimelineLayout;
  readonly id: string;
}

/** The lanes and the hardware below them. Labels stay in sight while the steps scroll. */
export function Drawing({ run, layout: { column, width, height, labels, rows }, id }: Props) {
  const violated = run.violation?.step;
  const decisive = run.departure?.step;
  return (
    <div
      className="timeline-scroll"
      tabIndex={0}
      role="group"
      aria-label={`Timeline of ${run.steps.length} steps; the table below has the same`}
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
        data-column={column}
      >
        <title id={`${id}-name`}>{`The run step by step: ${run.steps
          .map(({ actor, label }, index) => `${index + 1}, ${actor} ${label}`)
          .slice(0, 20)
          .join('; ')}`}</title>
        <path className="row-lines" d={rows.map(({ y }) => `M0 ${y + ROW}H${width}`).join('')} />
        {violated !== undefined && (
          <rect className="violated-column" x={(violated + 1) * column} y={0} width={column} height={height} />
        )}
        {decisive !== undefined && decisive !== violated && (
          <rect className="decisive-column" x={(decisive + 1) * column} y={0} width={column} height={height} />
        )}
        {decisive !== undefined && <Mark step={decisive} column={column} word="decides" />}
        {violated !== undefined && violated !== decisive && <Mark step={violated} column={column} word="violates" />}
        <rect className="selected-column" x={0} y={0} width={column} height={height} visibility="hidden" />
        <polyline className="control" points={control(rows, column)} />
        {rows.map((row) => (
          <RowDrawing
            key={row.y}
            row={row}
            column={column}
            width={width}
            last={run.steps.length}
            violated={violated}
            decisive={decisive}
          />
        ))}
      </svg>
    </div>
  );
}

interface MarkProps {
  readonly step: number;
  readonly column: number;
  readonly word: string;
}

/** A word over the step that it is about. */
function Mark({ step, column, word }: MarkProps) {
  return (
    <text className="mark" x={(step + 1.5) * column} y={11} textAnchor="middle">
      {word}
    </text>
  );
}

/** The thread of control: a line from step to step across the lanes. */
function control(rows: readonly Row[], column: number): string {
  return rows
    .flatMap((row) => (row.kind === 'lane' ? row.steps.map((step) => ({ step, y: row.y })) : []))
    .sort((a, b) => a.step - b.step)
    .map(({ step, y }) => `${(step + 1.5) * column},${y + ROW / 2}`)
    .join(' ');
}
