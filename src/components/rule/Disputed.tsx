import type { RuleData } from '@site/src/site-data/types.ts';
import { RichText } from '../text/RichText.tsx';

/** What the public record disputes: both sides, and what the model says. */
export function Disputed({ rule: { id, disputed: text } }: { readonly rule: RuleData }) {
  if (text === undefined) return null;
  return (
    <aside className="note note-disputed" aria-label={`Disputed: ${id}`}>
      <p className="note-title">Disputed</p>
      <p>
        <RichText text={text} />
      </p>
    </aside>
  );
}
