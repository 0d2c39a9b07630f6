import Layout from '@theme/Layout';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { CompareLinks } from './CompareLinks.tsx';
import { SwitchMatrix } from './SwitchMatrix.tsx';

/** All designs, and all their switches in one table. */
export default function DesignsPage({ data }: { readonly data: MatrixData }) {
  return (
    <Layout
      title="Designs"
      description="Kernel releases, posted series and proposals as points over the same switches"
      wide
    >
      <article data-pagefind-body="">
        <h1>Designs</h1>
        <p className="lead">
          A design is a point over policy switches: a kernel release, a posted series or a proposal. The same properties
          judge all of them.
        </p>
        <ul className="design-cards">
          {data.designs.map((design) => (
            <li key={design.name}>
              <h2>
                <Link to={`/designs/${design.name}/`}>{design.title}</Link>
              </h2>
              <p>
                <RichText text={design.summary} />
              </p>
              <Counts data={data} name={design.name} />
              <details className="part">
                <summary>Compare with</summary>
                <CompareLinks name={design.name} designs={data.designs} />
              </details>
            </li>
          ))}
        </ul>
        <h2>Switches by design</h2>
        <SwitchMatrix data={data} />
      </article>
    </Layout>
  );
}

function Counts({ data, name }: { readonly data: MatrixData; readonly name: string }) {
  const verdicts = Object.values(data.rows).map((row) => row.cells[name]?.verdict);
  const of = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  return (
    <p className="hint">
      {of('holds')} hold, {of('violated')} violated, {of('not-established')} not established, {of('not-applicable')} not
      applicable
    </p>
  );
}
