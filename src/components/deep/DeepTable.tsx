import type { ReactNode } from 'react';
import type { DeepVerdict } from '@spec/deep/result.ts';
import { DeepVerdictMark } from './DeepVerdictMark.tsx';

interface DeepRow {
  readonly instance: string;
  readonly title: string;
  readonly rules: readonly DeepVerdict[];
}

/** What a column says of a row; in figures, unless it is text. */
export interface DeepColumn<Row> {
  readonly head: string;
  readonly text?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

interface DeepTableProps<Row> {
  readonly label: string;
  /** What the first column says beside the name of the instance. */
  readonly instance: string;
  readonly rows: readonly Row[];
  readonly columns: readonly DeepColumn<Row>[];
}

/** A row for each instance: what is in it, some columns, and what came of the rules. */
export function DeepTable<Row extends DeepRow>({ label, instance, rows, columns }: DeepTableProps<Row>) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {[instance, ...columns.map(({ head }) => head), 'Rules'].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.instance}>
              <th scope="row" className="instance">
                <code>{row.instance}</code> <span>{row.title}</span>
              </th>
              {columns.map(({ head, text = false, cell }) => (
                <td key={head} className={text ? undefined : 'number'}>
                  {cell(row)}
                </td>
              ))}
              <td>
                <DeepVerdictMark rules={row.rules} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const grouped = (count: number): string => count.toLocaleString('en-US');
