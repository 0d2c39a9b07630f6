import type { ComponentProps } from 'react';
import Layout from '@theme/Layout';
import { Link } from '../site/links.tsx';
import { SwitchChanges } from './SwitchChanges.tsx';
import { VerdictChange } from './VerdictChange.tsx';

type Props = ComponentProps<typeof SwitchChanges>;

/** What changes from one design to another: switches, then the verdicts that follow. */
export default function DesignDiffPage({ data }: Props) {
  const { before, after } = data;
  return (
    <Layout
      title={`${before} to ${after}`}
      description={`Switches and verdicts that differ between ${before} and ${after}`}
    >
      <article className="doc" data-pagefind-ignore="">
        <p className="crumb">
          <Link to="/designs/">Designs</Link>
        </p>
        <h1>
          From <Link to={`/designs/${before}/`}>{before}</Link> to <Link to={`/designs/${after}/`}>{after}</Link>
        </h1>
        <SwitchChanges data={data} />
        <Verdicts data={data} />
      </article>
    </Layout>
  );
}

function Verdicts({ data: { before, after, rows } }: Props) {
  const changed = Object.entries(rows).filter(([, { cells }]) => cells[before]?.verdict !== cells[after]?.verdict);
  const groups = new Map<string, typeof changed>();
  for (const one of changed) {
    const key = `${one[1].cells[before]?.verdict} ${one[1].cells[after]?.verdict}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return (
    <>
      <h2>What follows ({changed.length} verdicts)</h2>
      {changed.length === 0 && <p>Every rule has the same verdict on both.</p>}
      {[...groups].map(([key, group]) => (
        <VerdictChange key={key} before={before} after={after} rules={group} />
      ))}
    </>
  );
}
