import type { Violation } from '@site/src/spec/trace/findings.ts';
import styles from './trace.module.css';

interface Props {
  readonly violations: readonly Violation[];
  readonly chosen: number;
  onChoose(index: number): void;
}

const WIDTH = 800;
const LEFT = 70;
const LANE = 28;

/** Violations on a lane per CPU, by time or, where lines have none, by line number. */
export function TraceTimeline({ violations, chosen, onChoose }: Props) {
  const cpus = [...new Set(violations.map(({ cpu }) => cpu))].sort((a, b) => a - b);
  const at = violations.map(({ time, line }) => (time === '' ? line : Number(time)));
  const first = Math.min(...at);
  const span = Math.max(...at) - first || 1;
  const x = (index: number): number => LEFT + ((at[index] - first) / span) * (WIDTH - LEFT - 20);
  return (
    <figure className={styles.timeline}>
      <div className="scroll" tabIndex={0} role="group" aria-label="Violations over time">
        <svg viewBox={`0 0 ${WIDTH} ${cpus.length * LANE + 24}`} role="group" aria-label="Violations by CPU and time">
          {cpus.map((cpu, lane) => (
            <g key={cpu}>
              <text x={0} y={lane * LANE + 19}>
                {cpu < 0 ? 'no CPU' : `CPU ${cpu}`}
              </text>
              <line x1={LEFT} x2={WIDTH - 10} y1={lane * LANE + 14} y2={lane * LANE + 14} />
            </g>
          ))}
          {violations.map(({ cpu, line, rule }, index) => (
            <path
              key={`${rule}-${line}`}
              d={`M ${x(index)} ${cpus.indexOf(cpu) * LANE + 7} l 7 7 l -7 7 l -7 -7 z`}
              className={index === chosen ? styles.chosen : undefined}
              onClick={() => onChoose(index)}
            >
              <title>
                line {line}: {rule}
              </title>
            </path>
          ))}
          <text x={LEFT} y={cpus.length * LANE + 18}>
            {label(violations[at.indexOf(first)])}
          </text>
          <text x={WIDTH - 10} y={cpus.length * LANE + 18} textAnchor="end">
            {label(violations[at.indexOf(Math.max(...at))])}
          </text>
        </svg>
      </div>
      <figcaption>Each mark is a violation; the list below has the same ones for the keyboard.</figcaption>
    </figure>
  );
}

function label({ time, line }: Violation): string {
  return time === '' ? `line ${line}` : `${time} s, line ${line}`;
}
