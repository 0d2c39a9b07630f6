import Layout from '@theme/Layout';
import type { FlipContext, MutantData } from '@site/src/site-data/types.ts';
import type { MuseumBugData } from '@site/src/site-data/museum.ts';
import { Link, useAnchor } from '../site/links.tsx';
import { PageContents, type TocEntry } from '../site/PageContents.tsx';
import { HistoricalBugs } from './HistoricalBugs.tsx';
import { KillTable } from './KillTable.tsx';
import { SwitchMutants } from './SwitchMutants.tsx';

const PARTS: readonly TocEntry[] = [
  { value: 'Protocol world', id: 'protocol-world', level: 2 },
  { value: 'Register world', id: 'register-world', level: 2 },
  { value: 'Historical bugs', id: 'historical', level: 2 },
  { value: 'Kill table', id: 'kill-table', level: 2 },
];

interface Props {
  readonly data: FlipContext & {
    readonly mutants: readonly MutantData[];
    readonly bugs: readonly Pick<MuseumBugData, 'bug' | 'anchor' | 'title'>[];
  };
}

/** Why does this line exist: flip one switch, and see which rule notices. */
export default function MutantsPage({ data }: Props) {
  const { mutants, titles, bugs } = data;
  const survivors = mutants.filter(({ killedBy }) => killedBy.length === 0);
  const idle = Object.keys(titles).filter((id) => !mutants.some(({ killedBy }) => killedBy.includes(id)));
  const flipped = mutants.filter(({ bug }) => bug === undefined);
  const of = (world: string): MutantData[] => flipped.filter((mutant) => mutant.world === world);
  return (
    <Layout title="Mutants" description="The contract with one switch flipped, and the rules that notice" wide>
      <article className="mutants" data-pagefind-body="">
        <h1>Mutants</h1>
        <p className="lead">
          A mutant is the <Link to="/designs/contract/">contract</Link> with one switch flipped. It answers why a line
          of the kernel exists: flip it, and see what breaks. Bugs that the kernel had are in the{' '}
          <Link to="/museum/">bug museum</Link>.
        </p>
        <p>
          {mutants.length} mutants, {mutants.length - survivors.length} killed.{' '}
          {survivors.length > 0 && (
            <b>Survivors, which are holes in the contract: {survivors.map(({ name }) => name).join(', ')}. </b>
          )}
          {idle.length > 0 && <b>Rules that kill nothing: {idle.join(', ')}.</b>}
        </p>
        <PageContents toc={PARTS} />
        <SwitchMutants title="Protocol world" world="protocol" mutants={of('protocol')} context={data} />
        <SwitchMutants title="Register world" world="register" mutants={of('register')} context={data} />
        <HistoricalBugs mutants={mutants} titles={titles} bugs={bugs} />
        <h2 id={useAnchor('kill-table')}>Kill table</h2>
        <KillTable mutants={mutants} rules={Object.keys(titles)} />
      </article>
    </Layout>
  );
}
