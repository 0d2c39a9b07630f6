import type { VerdictData } from '@site/src/site-data/types.ts';
import { Link, useAnchor } from '../site/links.tsx';
import { VerdictMark } from './VerdictMark.tsx';
import { Bound } from './Bound.tsx';
import { Distribution } from './Distribution.tsx';
import { Grade } from './Grade.tsx';
import { InTheCode } from './InTheCode.tsx';

/** One design: the verdict and the numbers behind it. */
export function EvidenceRow({ verdict: entry, page }: { readonly verdict: VerdictData; readonly page: boolean }) {
  const { design, verdict, expected, how, reason, steps, inCode } = entry;
  const number = (value: number | undefined, label: string) => (
    <td className={value === undefined || value === 0 ? 'number none' : 'number'} data-label={label}>
      {value === undefined || value === 0 ? '–' : label === 'seed' ? value : value.toLocaleString('en-US')}
    </td>
  );
  return (
    <tr {...(page ? { id: `on-${design}` } : {})}>
      <th scope="row">
        {page && <Registered id={`on-${design}`} />}
        <Link to={`/designs/${design}/`}>{design}</Link>
      </th>
      <td>
        <VerdictMark verdict={verdict} />
        {verdict !== expected && <b className="differs-from"> declared {expected}</b>}
      </td>
      <td className="evidence-how">
        {[how?.summary, reason].filter((part) => part !== undefined).join('. ')}
        {steps !== undefined && (
          <>
            . Shortest counterexample:{' '}
            {page ? <a href={`#run-${design}`}>{steps.length} steps</a> : `${steps.length} steps`}
          </>
        )}
        {page && <Grade verdict={entry} />}
        {page && inCode !== undefined && <InTheCode inCode={inCode} />}
        {page && how?.instances !== undefined && <Bound instances={how.instances} />}
        {how?.distribution !== undefined && <Distribution classes={how.distribution} />}
      </td>
      {number(how?.states, 'states')}
      {number(how?.runs, 'runs')}
      {number(how?.witnesses, 'met')}
      {number(how === undefined || how.runs === 0 ? undefined : how.seed, 'seed')}
    </tr>
  );
}

/** Tells the link check of the row's ID. */
function Registered({ id }: { readonly id: string }) {
  useAnchor(id);
  return null;
}
