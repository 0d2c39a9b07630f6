import type { FaultResults } from '@spec/lab/faults.ts';
import { Link } from '../site/links.tsx';
import { KernelHeads } from './KernelHeads.tsx';

/** The workloads, and what each kernel shows in them as it is. */
export function WorkloadTable({ results: { kernels } }: { readonly results: FaultResults }) {
  const [first] = kernels;
  if (first === undefined) return null;
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Workloads">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Workload</th>
            <th scope="col">What it does</th>
            <th scope="col">CPU</th>
            <KernelHeads kernels={kernels} />
          </tr>
        </thead>
        <tbody>
          {first.base.map(({ workload, title, cpu, cpus }) => (
            <tr key={workload}>
              <th scope="row">{workload}</th>
              <td data-label="What it does">{title}</td>
              <td data-label="CPU">{cpus === 1 ? cpu : `${cpu}, ${cpus} CPUs`}</td>
              {kernels.map(({ version, base }) => (
                <Shown
                  key={version}
                  label={`Linux ${version}`}
                  entry={base.find((entry) => entry.workload === workload)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ShownProps {
  readonly entry: FaultResults['kernels'][number]['base'][number] | undefined;
  /** The head of the column. */
  readonly label: string;
}

function Shown({ entry, label }: ShownProps) {
  if (entry === undefined) return <td />;
  return (
    <td data-label={label}>
      {entry.violated.length === 0 && 'no rule violated'}
      {entry.violated.map((rule) => (
        <span key={rule}>
          {' '}
          <Link to={`/r/${rule}/`} className="rule-ref">
            {rule}
          </Link>
        </span>
      ))}
      {entry.met > 0 && `; ${entry.met === 1 ? '1 expectation' : `${entry.met} expectations`} met`}
    </td>
  );
}
