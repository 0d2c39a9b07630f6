import type { Violation } from '@site/src/spec/trace/findings.ts';
import styles from './trace.module.css';

interface Props {
  readonly violations: readonly Violation[];
  readonly chosen: number;
  onChoose(index: number): void;
}

/** Every violation with its rule and line; a click opens the lines around it. */
export function ViolationList({ violations, chosen, onChoose }: Props) {
  return (
    <ol className={styles.list} aria-label="Violations">
      {violations.map(({ rule, line, message }, index) => (
        <li key={`${rule}-${line}`}>
          <button type="button" aria-pressed={index === chosen} onClick={() => onChoose(index)}>
            <span className={styles.where}>line {line}</span> <strong>{rule}</strong> {message}
          </button>
        </li>
      ))}
    </ol>
  );
}
