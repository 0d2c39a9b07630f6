import type { DesignData, SwitchData } from '@site/src/site-data/types.ts';
import { useAnchor } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { Sources } from '../rule/Sources.tsx';

interface Props {
  readonly design: DesignData;
  readonly switches: readonly SwitchData[];
}

/** What a design decides, question by question, each with its sources. */
export function SwitchTable({ design, switches }: Props) {
  return switches
    .filter(({ world, name }) => design.settings[world][name] !== undefined)
    .map((one) => (
      <SwitchEntry key={`${one.world}.${one.name}`} one={one} value={design.settings[one.world][one.name] ?? ''} />
    ));
}

function SwitchEntry({ one, value }: { readonly one: SwitchData; readonly value: string }) {
  const { world, name, question, values, sources } = one;
  return (
    <section className="switch" id={useAnchor(`${world}-${name}`)}>
      <h3>
        <RichText text={question} />
      </h3>
      <p>
        <code>
          {name}={value}
        </code>{' '}
        <RichText text={values[value] ?? ''} />
      </p>
      <details className="part">
        <summary>Other values and sources</summary>
        <div className="part-body">
          <ul>
            {Object.entries(values)
              .filter(([other]) => other !== value)
              .map(([other, meaning]) => (
                <li key={other}>
                  <code>{other}</code>: <RichText text={meaning} />
                </li>
              ))}
          </ul>
          <Sources sources={sources} />
        </div>
      </details>
    </section>
  );
}
