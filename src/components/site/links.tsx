import { createContext, useContext, type AnchorHTMLAttributes, type ReactNode } from 'react';

/** How a page turns paths into links; the site checks each of them at build time. */
export interface Links {
  /** `/designs/` to a link that works below the base path. */
  href(path: string): string;
  /** Tells the link check that an element of this page has the ID. */
  anchor(id: string): void;
}

const plain: Links = { href: (path) => path, anchor: () => undefined };

export const LinksContext = createContext<Links>(plain);
export const useLinks = (): Links => useContext(LinksContext);

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly to: string; readonly children: ReactNode };

/** A link to another page. Pages are documents of their own: a click loads the page, there is no router to wake. */
export function Link({ to, children, ...rest }: Props) {
  const { href } = useLinks();
  const outside = /^(https?:|mailto:)/.test(to);
  return (
    <a {...rest} href={outside ? to : href(to)}>
      {children}
    </a>
  );
}

/** Registers the ID with the link check and returns it. */
export function useAnchor(id: string): string {
  useLinks().anchor(id);
  return id;
}
