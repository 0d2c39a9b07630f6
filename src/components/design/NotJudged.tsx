import type { DesignChange } from '@site/src/site-data/design-change.ts';
import { RichText } from '../text/RichText.tsx';

/** The instances of the protocol world on which a design is not judged, and why. */
export function NotJudged({ notJudged }: Pick<DesignChange, 'notJudged'>) {
  const left = notJudged.flatMap(({ instances }) => instances);
  if (left.length === 0) return <p>Searches of the protocol world judge it on every instance.</p>;
  return (
    <>
      <p>Searches of the protocol world judge it on every instance except {left.length}:</p>
      <ul>
        {notJudged.map(({ reason, instances }) => (
          <li key={reason}>
            <RichText text={reason} />:{' '}
            {instances.map(({ name, title }, index) => (
              <span key={name}>
                {index > 0 && ', '}
                <code title={title}>{name}</code>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}
