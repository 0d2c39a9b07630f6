import type { MatrixData } from '@site/src/site-data/matrix.ts';
import { Link } from '../site/links.tsx';
import { ChapterMap } from './ChapterMap.tsx';

/** All verdicts on one screen: a block per chapter, a column per rule, a row per design. */
export function VerdictMap({ data }: { readonly data: MatrixData }) {
  const { designs, chapters } = data;
  return (
    <div className="map">
      <ul className="map-designs">
        {designs.map(({ name }) => (
          <li key={name}>
            <Link to={`/designs/${name}/`}>{name}</Link>
          </li>
        ))}
      </ul>
      <div className="map-chapters">
        {chapters
          .filter(({ rules }) => rules.length > 0)
          .map((chapter) => (
            <ChapterMap key={chapter.name} chapter={chapter} data={data} />
          ))}
      </div>
    </div>
  );
}
