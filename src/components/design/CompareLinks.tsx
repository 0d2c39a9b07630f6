import type { DesignData } from '@site/src/site-data/types.ts';
import { Link } from '../site/links.tsx';

interface Props {
  readonly name: string;
  readonly designs: readonly DesignData[];
}

/** The differences to every other design, each on a page of its own. */
export function CompareLinks({ name, designs }: Props) {
  const place = designs.findIndex((design) => design.name === name);
  return (
    <ul className="inline-list">
      {designs.map((other, index) =>
        other.name === name ? null : (
          <li key={other.name}>
            <Link to={`/designs/${index < place ? `${other.name}..${name}` : `${name}..${other.name}`}/`}>
              {other.name}
            </Link>
          </li>
        ),
      )}
    </ul>
  );
}
