import { isFor, type Piece } from '@spec/lab/piece.ts';
import type { SeriesChange, SeriesKernel, SeriesResults } from '@spec/lab/series.ts';
import { KernelHeads } from './KernelHeads.tsx';
import { RuleLinks } from './RuleLinks.tsx';

interface Props {
  readonly pieces: readonly Piece[];
  readonly results: SeriesResults;
}

/** The pieces of series/: what each aims at, and what it does in a running kernel. */
export function SeriesTable({ pieces, results: { kernels } }: Props) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Pieces">
      <table className="stacks">
        <thead>
          <tr>
            <th scope="col">Piece</th>
            <th scope="col">Aims at</th>
            <KernelHeads kernels={kernels} />
          </tr>
        </thead>
        <tbody>
          {pieces.map((piece) => (
            <tr key={piece.name}>
              <th scope="row">
                <code>{piece.name}</code>: {piece.what}
              </th>
              <td data-label="Aims at">
                <RuleLinks rules={piece.rules} />
              </td>
              {kernels.map((kernel) => (
                <td key={kernel.version} data-label={`Linux ${kernel.version}`}>
                  <InKernel piece={piece} kernel={kernel} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">All pieces together</th>
            <td />
            {kernels.map((kernel) => (
              <td key={kernel.version} data-label={`Linux ${kernel.version}`}>
                <Whole kernel={kernel} />
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function InKernel({ piece, kernel }: { readonly piece: Piece; readonly kernel: SeriesKernel }) {
  const change = kernel.changes.find(({ kind, name }) => kind === 'piece' && name === piece.name);
  if (!isFor(piece, kernel.name)) return <>Not for this version.</>;
  if (change === undefined) return <>Has not been run; the model’s word stands.</>;
  const left = piece.rules.filter((rule) => change.mended[rule] === undefined);
  return (
    <>
      <Effects change={change} kernel={kernel} />
      {left.length > 0 && (
        <>
          {' '}
          Not mended by it alone, or not seen here: <RuleLinks rules={left} />.
        </>
      )}{' '}
      {piece.cost} {piece.caveat}
    </>
  );
}

function Whole({ kernel }: { readonly kernel: SeriesKernel }) {
  const change = kernel.changes.find(({ kind }) => kind === 'series');
  return change === undefined ? <>Has not been run.</> : <Effects change={change} kernel={kernel} />;
}

/** Rules mended and broken, and the accesses before and after. */
function Effects({ change, kernel }: { readonly change: SeriesChange; readonly kernel: SeriesKernel }) {
  const { mended, broken, after, stops } = change;
  const others = Object.entries(change.elsewhere).map(([rule, runs]) => `${rule} in ${runs}`);
  return (
    <>
      {Object.keys(mended).length === 0 ? 'Mends no rule in its own steps' : 'Mends '}
      <RuleLinks rules={Object.keys(mended)} />.
      {others.length > 0 && <> No longer violated in other runs: {others.join(', ')}.</>}{' '}
      {Object.keys(broken).length > 0 && (
        <>
          <b>Breaks</b>{' '}
          {Object.entries(broken).map(([rule, runs], index) => (
            <span key={rule}>
              {index > 0 && ', '}
              <RuleLinks rules={[rule]} /> in {runs.join(', ')}
            </span>
          ))}
          .{' '}
        </>
      )}
      {stops.map(({ run, why }) => `${run} does not end: ${why}. `)}
      Accesses of the host to LBR MSRs in all runs: {kernel.base.accesses} before, {after.accesses} after; instructions:{' '}
      {millions(kernel.base.instructions)} and {millions(after.instructions)} million.
    </>
  );
}

const millions = (instructions: number): string => (instructions / 1e6).toFixed(1);
