import type { FlipContext } from '@site/src/site-data/types.ts';
import { RichText } from '../text/RichText.tsx';

interface Props {
  readonly world: 'protocol' | 'register';
  readonly flips: Readonly<Record<string, string>>;
  readonly switches: FlipContext['switches'];
}

/** What is flipped: switch and value, and what the value means. */
export function Flips({ world, flips, switches }: Props) {
  return (
    <ul className="flips">
      {Object.entries(flips).map(([name, value]) => {
        const meaning = switches.find((one) => one.world === world && one.name === name)?.values[value];
        return (
          <li key={name}>
            <code>
              {name}={value}
            </code>{' '}
            {meaning !== undefined && <RichText text={meaning} />}
          </li>
        );
      })}
    </ul>
  );
}
