import Layout from '@theme/Layout';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { VerdictChange } from './VerdictChange.tsx';

type Props = { readonly data: MatrixData & { readonly before: string; readonly after: string } };

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
        <Verdicts data={data} />
        <Switches data={data} />
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
      <h2>Verdicts ({changed.length})</h2>
      {changed.length === 0 && <p>Every rule has the same verdict on both.</p>}
      {[...groups].map(([key, group]) => (
        <VerdictChange key={key} before={before} after={after} rules={group} />
      ))}
    </>
  );
}

function Switches({ data: { before, after, designs, switches } }: Props) {
  const from = designs.find(({ name }) => name === before)?.settings;
  const to = designs.find(({ name }) => name === after)?.settings;
  const changed = switches.filter(({ world, name }) => from?.[world][name] !== to?.[world][name]);
  return (
    <>
      <h2>Switches ({changed.length})</h2>
      {changed.length === 0 && <p>Every switch has the same value in both.</p>}
      <dl className="switch-diff">
        {changed.map(({ world, name, question, values }) => (
          <div key={`${world}.${name}`}>
            <dt>
              <RichText text={question} />
            </dt>
            {[from?.[world][name], to?.[world][name]].map((value, index) => (
              <dd key={index}>
                {index === 0 ? before : after}: <code>{value ?? 'no such switch'}</code>{' '}
                <RichText text={values[value ?? ''] ?? ''} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </>
  );
}
