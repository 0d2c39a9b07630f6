import type { ExhibitData } from '@site/src/site-data/museum.ts';
import type { FlipContext } from '@site/src/site-data/types.ts';
import { useAnchor } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { ExhibitFix } from './ExhibitFix.tsx';
import { RevivalEntry } from './RevivalEntry.tsx';

/** One bug: what went wrong, what ended it, and how it is brought back and caught. */
export function ExhibitEntry({ exhibit, context }: { readonly exhibit: ExhibitData; readonly context: FlipContext }) {
  const { bug, anchor, title, text, year, commit, revivals } = exhibit;
  return (
    <article className="exhibit" id={useAnchor(anchor)} aria-labelledby={`${anchor}-title`}>
      <a className="exhibit-key" href={`#${anchor}`}>
        {bug}
      </a>
      <h3 id={`${anchor}-title`}>{title}</h3>
      {text !== undefined && (
        <p>
          <RichText text={text} />
        </p>
      )}
      <p className="exhibit-fix">
        <ExhibitFix year={year} commit={commit} />
      </p>
      {revivals.map((revival) => (
        <RevivalEntry key={`${revival.world} ${revival.mutant}`} revival={revival} context={context} />
      ))}
    </article>
  );
}
