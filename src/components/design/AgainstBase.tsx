import type { DesignChange } from '@site/src/site-data/design-change.ts';
import type { MatrixRow } from '@site/src/site-data/matrix.ts';
import type { SwitchData } from '@site/src/site-data/types.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { RuleList } from './RuleList.tsx';

interface Props {
  readonly name: string;
  readonly change: DesignChange;
  readonly switches: readonly SwitchData[];
  readonly rows: Readonly<Record<string, MatrixRow>>;
}

/** What a design is a change of: the switches that it sets otherwise, the rules that it breaks by that, and those it mends. */
export function AgainstBase({ name, change, switches, rows }: Props) {
  const { on, switches: changed, breaks, mends } = change;
  if (on === undefined) return <p>The first release: it sets every switch, and the other designs are changes of it.</p>;
  return (
    <section>
      <h2>
        Against its base, <Link to={`/designs/${on.name}/`}>{on.title}</Link>
      </h2>
      <h3>Switches that it changes ({changed.length})</h3>
      <ul>
        {changed.map((one) => (
          <li key={`${one.world}.${one.name}`}>
            <a href={`#${one.world}-${one.name}`}>
              <code>{one.name}</code>
            </a>
            : <code>{one.before}</code> <span aria-label="becomes">→</span> <code>{one.after}</code>{' '}
            <RichText text={meaningOf(one, switches)} />
          </li>
        ))}
      </ul>
      <Rules title="Rules that it breaks and its base keeps" ids={breaks} design={name} rows={rows} />
      <Rules title="Rules that its base breaks and it mends" ids={mends} design={name} rows={rows} />
    </section>
  );
}

/** What the new value of a switch means. */
function meaningOf({ world, name, after }: DesignChange['switches'][number], switches: readonly SwitchData[]): string {
  return switches.find((one) => one.world === world && one.name === name)?.values[after] ?? '';
}

interface RulesProps extends Pick<Props, 'rows'> {
  readonly title: string;
  readonly ids: readonly string[];
  readonly design: string;
}

function Rules({ title, ids, design, rows }: RulesProps) {
  return (
    <>
      <h3>
        {title} ({ids.length})
      </h3>
      {ids.length === 0 ? <p>None.</p> : <RuleList ids={ids} design={design} rows={rows} />}
    </>
  );
}
