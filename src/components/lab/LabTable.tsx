import { whyDifferent } from '@spec/lab/differences.ts';
import type { LabEntry, LabResults } from '@spec/lab/results.ts';
import { Link } from '../site/links.tsx';
import { KernelHeads } from './KernelHeads.tsx';
import { LAB_OUTCOME_WORDS } from './outcome-words.ts';

/** Rules by kernels: what was seen, what was seen instead, or why a run is not possible. */
export function LabTable({ results: { kernels, entries } }: { readonly results: LabResults }) {
  const rules = [...new Set(entries.map(({ rule }) => rule))];
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Rules by kernels">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <KernelHeads kernels={kernels} />
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule}>
              <th scope="row">
                <Link to={`/r/${rule}/`} className="rule-ref">
                  {rule}
                </Link>
              </th>
              {kernels.map(({ name, version }) => (
                <Cell
                  key={version}
                  series={name}
                  label={`Linux ${version}`}
                  entry={entries.find((one) => one.rule === rule && one.kernel === version)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  readonly entry: LabEntry | undefined;
  readonly series: string;
  /** The head of the column. */
  readonly label: string;
}

/** Seen: what and where. Otherwise the reason. */
function Cell({ entry, series, label }: CellProps) {
  if (entry === undefined) return <td />;
  const { outcome, control, what, finding } = entry;
  const why = whyDifferent(entry, series);
  return (
    <td data-label={label}>
      <b>{LAB_OUTCOME_WORDS[outcome]}</b>
      {control === true && ' (control)'}: {what}
      {why !== undefined && ` ${why}`}
      {finding !== undefined && (
        <>
          {' '}
          <code>{finding.ip}</code>, tick {finding.tick}.
        </>
      )}
    </td>
  );
}
