import type { ComponentProps } from 'react';
import { useLinks } from '../site/links.tsx';

type Props = ComponentProps<'h2'> & { readonly level: 2 | 3 | 4 };

/** A heading that links to itself. */
export function Heading({ level, id, children, ...rest }: Props) {
  const { anchor } = useLinks();
  const Tag = `h${level}` as const;
  if (id === undefined) return <Tag {...rest}>{children}</Tag>;
  anchor(id);
  return (
    <Tag id={id} {...rest}>
      {children}
      <a className="hash" href={`#${id}`} aria-label="Link to this section">
        #
      </a>
    </Tag>
  );
}
