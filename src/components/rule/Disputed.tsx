import { RichText } from '../text/RichText.tsx';

/** What the public record disputes: both sides, and what the model says. */
export function Disputed({ text }: { readonly text?: string | undefined }) {
  if (text === undefined) return null;
  return (
    <aside className="note note-disputed" aria-label="Disputed">
      <p className="note-title">Disputed</p>
      <p>
        <RichText text={text} />
      </p>
    </aside>
  );
}
