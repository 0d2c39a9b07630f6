import Layout from '@theme/Layout';
import type { DesignChange } from '@site/src/site-data/design-change.ts';
import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { DesignData } from '@site/src/site-data/types.ts';
import type { Verdict } from '@spec/kit/rule.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { AgainstBase } from './AgainstBase.tsx';
import { CompareLinks } from './CompareLinks.tsx';
import { NotJudged } from './NotJudged.tsx';
import { RulesWithVerdict } from './RulesWithVerdict.tsx';
import { SwitchTable } from './SwitchTable.tsx';

interface Props {
  readonly data: MatrixData & {
    readonly design: DesignData;
    readonly change: DesignChange;
    /** Why a rule has its verdict on this design, by ID, where the verdict alone does not say it. */
    readonly reasons: Readonly<Record<string, string>>;
  };
}

const parts: readonly (readonly [Verdict, string])[] = [
  ['violated', 'What it breaks'],
  ['not-established', 'What is not established'],
  ['holds', 'What it keeps'],
  ['not-applicable', 'What does not apply'],
];

/** One design: what it is a change of, what it keeps, what it breaks, what it decides. */
export default function DesignPage({ data }: Props) {
  const { design, designs, switches, change, reasons, rows } = data;
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
        <AgainstBase name={design.name} change={change} switches={switches} rows={rows} />
        {parts.map(([verdict, title]) => (
          <RulesWithVerdict
            key={verdict}
            title={title}
            verdict={verdict}
            design={design.name}
            data={data}
            reasons={reasons}
          />
        ))}
        <h2>Where it is judged</h2>
        <NotJudged notJudged={change.notJudged} />
        <h2>Compared with</h2>
        <CompareLinks name={design.name} designs={designs} />
        <h2>Switches</h2>
        <SwitchTable design={design} switches={switches} />
      </article>
    </Layout>
  );
}
