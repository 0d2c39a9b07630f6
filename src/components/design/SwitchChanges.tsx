import type { MatrixData } from '@site/src/site-data/matrix.ts';
import type { SwitchData } from '@site/src/site-data/types.ts';
import { scenarioFragment } from '@spec/scenario/link.ts';
import { Sources } from '../rule/Sources.tsx';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { RuleRef } from '../text/RuleRef.tsx';
import { groupSwitches } from '../workbench/switch-groups.ts';

interface Props {
  readonly data: MatrixData & {
    readonly before: string;
    readonly after: string;
    /** Rules that the contract breaks with this one switch set otherwise, by `name=value`. */
    readonly breaks: Readonly<Record<string, readonly string[]>>;
  };
}

/** What one design decides otherwise than another, by who decides, with the functions that it is about. */
export function SwitchChanges({ data }: Props) {
  const { before, after, designs, switches } = data;
  const settings = (design: string) => designs.find(({ name }) => name === design)?.settings;
  const changed = switches.filter(
    ({ world, name }) => settings(before)?.[world][name] !== settings(after)?.[world][name],
  );
  return (
    <>
      <h2>What changes ({changed.length} switches)</h2>
      {changed.length === 0 && <p>Every switch has the same value in both.</p>}
      {groupSwitches(changed).map(([owner, group]) => (
        <section key={owner}>
          <h3>
            {owner} <span className="count">{group.length}</span>
          </h3>
          {group.map((one) => (
            <SwitchChange key={`${one.world}.${one.name}`} one={one} data={data} />
          ))}
        </section>
      ))}
    </>
  );
}

function SwitchChange({ one, data }: Props & { readonly one: SwitchData }) {
  const { before, after, designs, breaks } = data;
  const { world, name, question, values, sources } = one;
  const value = (design: string): string =>
    designs.find((candidate) => candidate.name === design)?.settings[world][name] ?? '';
  const broken = after === 'contract' ? (breaks[`${name}=${value(before)}`] ?? []) : [];
  const scenario = {
    format: 'lbr-scenario/1' as const,
    design: before,
    switches: { [name]: value(after) },
    steps: [],
  };
  return (
    <div className="switch-change">
      <h4>
        <RichText text={question} />
      </h4>
      <dl>
        <dt>− {before}</dt>
        <dd>
          <code>
            {name}={value(before)}
          </code>{' '}
          <RichText text={values[value(before)] ?? ''} />
        </dd>
        <dt>+ {after}</dt>
        <dd>
          <code>
            {name}={value(after)}
          </code>{' '}
          <RichText text={values[value(after)] ?? ''} />
        </dd>
      </dl>
      {broken.length > 0 && (
        <p>
          Left as in {before}, this alone breaks{' '}
          {broken.map((id) => (
            <span key={id}>
              <RuleRef id={id} />{' '}
            </span>
          ))}
        </p>
      )}
      <Sources sources={sources} />
      <p>
        <Link to={`/workbench/#${scenarioFragment({ scenario, model: '' })}`}>Try it on {before}</Link>
      </p>
    </div>
  );
}
