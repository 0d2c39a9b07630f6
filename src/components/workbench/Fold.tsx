import { useState, type ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What is chosen inside, in a word or two. */
  readonly state: string;
  readonly children: () => ReactNode;
}

/** A folded part whose content is made when it is first opened: hundreds of fields that most readers never see. */
export function Fold({ title, state, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <details className="part" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>
        {title} <span className="hint">{state}</span>
      </summary>
      {opened && <div className="part-body">{children()}</div>}
    </details>
  );
}
