import Layout from '@theme/Layout';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { DesignData } from '@site/src/site-data/types.ts';
import type { Verdict } from '@spec/kit/rule.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { CompareLinks } from './CompareLinks.tsx';
import { RulesWithVerdict } from './RulesWithVerdict.tsx';
import { SwitchTable } from './SwitchTable.tsx';

type Props = { readonly data: MatrixData & { readonly design: DesignData } };

const parts: readonly (readonly [Verdict, string])[] = [
  ['violated', 'What it breaks'],
  ['not-established', 'What is not established'],
  ['holds', 'What it keeps'],
  ['not-applicable', 'What does not apply'],
];

/** One design: what it decides, what it keeps, what it breaks. */
export default function DesignPage({ data }: Props) {
  const { design, designs, switches } = data;
  return (
    <Layout title={design.title} description={design.summary}>
      <article className="doc" data-pagefind-body="">
        <p className="crumb">
          <Link to="/designs/">Designs</Link>
        </p>
        <h1>{design.title}</h1>
        <p className="lead">
          <RichText text={design.summary} />
        </p>
        {parts.map(([verdict, title]) => (
          <RulesWithVerdict key={verdict} title={title} verdict={verdict} design={design.name} data={data} />
        ))}
        <h2>Compared with</h2>
        <CompareLinks name={design.name} designs={designs} />
        <h2>Switches</h2>
        <SwitchTable design={design} switches={switches} />
      </article>
    </Layout>
  );
}
