import type { MuseumBugData } from '@site/src/site-data/museum.ts';
import type { FlipContext } from '@site/src/site-data/types.ts';
import { useAnchor } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { BugFix } from './BugFix.tsx';
import { BugMutantEntry } from './BugMutantEntry.tsx';

/** One bug: what went wrong, what ended it, and how it is brought back and caught. */
export function BugEntry({ entry, context }: { readonly entry: MuseumBugData; readonly context: FlipContext }) {
  const { bug, anchor, title, text, year, commit, mutants } = entry;
  return (
    <article className="bug" id={useAnchor(anchor)} aria-labelledby={`${anchor}-title`}>
      <a className="bug-key" href={`#${anchor}`}>
        {bug}
      </a>
      <h3 id={`${anchor}-title`}>{title}</h3>
      {text !== undefined && (
        <p>
          <RichText text={text} />
        </p>
      )}
      <p className="bug-fix">
        <BugFix year={year} commit={commit} />
      </p>
      {mutants.map((mutant) => (
        <BugMutantEntry key={`${mutant.world} ${mutant.mutant}`} entry={mutant} context={context} />
      ))}
    </article>
  );
}
