import { useEffect, useRef } from 'react';
import type { Violation } from '@site/src/spec/trace/findings.ts';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import styles from './trace.module.css';

/** The lines of the CPU around a violation, as they are in the file, and the lines that prove it. */
export function Excerpt({ violation }: { readonly violation: Violation }) {
  const lines = useRef<HTMLTableSectionElement>(null);
  useEffect(
    () => lines.current?.querySelector(`[data-line="${violation.line}"]`)?.scrollIntoView({ block: 'nearest' }),
    [violation],
  );
  const shows = new Map(violation.evidence.map((evidence) => [evidence.line, evidence.shows]));
  const elsewhere = violation.evidence.filter(({ line }) => violation.excerpt.every((one) => one.line !== line));
  return (
    <figure className={styles.excerpt} aria-label={`Lines around line ${violation.line}`}>
      <figcaption>
        <RuleRef id={violation.rule} /> at line {violation.line},{' '}
        {violation.cpu < 0 ? 'CPU not shown' : `CPU ${violation.cpu}`}, thread {violation.pid}: {violation.message}
      </figcaption>
      {elsewhere.map(({ line, shows: what }) => (
        <p key={line}>
          Line {line}: {what}
        </p>
      ))}
      <div className="scroll" tabIndex={0} role="group" aria-label="Lines">
        <table>
          <tbody ref={lines}>
            {violation.excerpt.map(({ line, text }) => (
              <tr
                key={line}
                data-line={line}
                className={line === violation.line ? styles.here : shows.has(line) ? styles.proof : undefined}
              >
                <th scope="row">
                  {line === violation.line ? '▶ ' : ''}
                  {line}
                </th>
                <td>
                  <code>{text}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
