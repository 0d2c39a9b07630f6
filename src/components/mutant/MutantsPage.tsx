import Layout from '@theme/Layout';
import type { MatrixData } from '@site/plugins/data/matrix.ts';
import type { MutantData } from '@site/plugins/data/types.ts';
import { KillTable } from './KillTable.tsx';
import { MutantEntry } from './MutantEntry.tsx';

type Props = { readonly data: MatrixData & { readonly mutants: readonly MutantData[] } };

/** Why does this line exist: flip one switch, and see which rule notices. */
export default function MutantsPage({ data }: Props) {
  const { mutants, rows } = data;
  const survivors = mutants.filter(({ killedBy }) => killedBy.length === 0);
  const idle = Object.keys(rows).filter((id) => !mutants.some(({ killedBy }) => killedBy.includes(id)));
  return (
    <Layout
      title="Mutants"
      description="Designs with one switch flipped, historical bugs, and the rules that notice"
      wide
    >
      <article data-pagefind-body="">
        <h1>Mutants and historical bugs</h1>
        <p className="lead">
          A mutant is a design with one switch flipped. It answers why a line of the kernel exists: flip it, and see
          what breaks. A bug that the kernel had is a mutant with a commit to its name.
        </p>
        <p>
          {mutants.length} mutants, {mutants.length - survivors.length} killed.{' '}
          {survivors.length > 0 && (
            <b>Survivors, which are holes in the contract: {survivors.map(({ name }) => name).join(', ')}. </b>
          )}
          {idle.length > 0 && <b>Rules that kill nothing: {idle.join(', ')}.</b>}
        </p>
        {mutants.map((mutant) => (
          <MutantEntry key={`${mutant.base}/${mutant.name}`} mutant={mutant} />
        ))}
        <h2>Kill table</h2>
        <KillTable mutants={mutants} rules={Object.keys(rows)} />
      </article>
    </Layout>
  );
}
