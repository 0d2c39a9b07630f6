import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  readonly open?: boolean;
  /** Printed only where the reader has opened it. */
  readonly optional?: boolean;
  readonly children: ReactNode;
}

/** A folded part of a rule; the browser opens it, also when a search or a link leads inside. */
export function Part({ title, open = false, optional = false, children }: Props) {
  return (
    <details className={optional ? 'part part-optional' : 'part'} open={open}>
      <summary>{title}</summary>
      <div className="part-body">{children}</div>
    </details>
  );
}
