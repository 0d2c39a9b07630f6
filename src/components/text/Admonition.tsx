import type { ReactNode } from 'react';

interface Props {
  readonly type?: string;
  readonly title?: string;
  readonly children: ReactNode;
}

/** `:::note` and its relatives: set off by a rule and a word, not by a colour. */
export function Admonition({ type = 'note', title, children }: Props) {
  return (
    <aside className={`note note-${type}`} aria-label={title ?? type}>
      <p className="note-title">{title ?? type}</p>
      {children}
    </aside>
  );
}
