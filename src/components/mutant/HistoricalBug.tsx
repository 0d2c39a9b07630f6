import type { MuseumBugData } from '@site/src/site-data/museum.ts';
import { Link, useAnchor } from '../site/links.tsx';
import { mutantAnchor } from '@site/src/site-data/mutant-anchor.ts';
import { KilledBy } from './KilledBy.tsx';

interface Props {
  readonly name: string;
  readonly killedBy: readonly string[];
  readonly titles: Readonly<Record<string, string>>;
  readonly entry: Pick<MuseumBugData, 'bug' | 'anchor' | 'title'>;
}

/** A historical mutant and who notices it; its entry in the museum has the rest. */
export function HistoricalBug({ name, killedBy, titles, entry: { bug, anchor, title } }: Props) {
  return (
    <li id={useAnchor(mutantAnchor('register', name))}>
      <Link to={`/museum/#${anchor}`}>{bug}</Link> {title}. <KilledBy rules={killedBy} titles={titles} />
    </li>
  );
}
