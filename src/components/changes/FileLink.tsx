import useBaseUrl from '@docusaurus/useBaseUrl';
import type { ReactNode } from 'react';

interface Props {
  /** A file that the build writes into the root of the site, such as `rules.json`. */
  readonly file: string;
  readonly children: ReactNode;
}

/** A link to a file that is not a page, and that the check for broken links does not know. */
export function FileLink({ file, children }: Props) {
  return <a href={useBaseUrl(`/${file}`)}>{children}</a>;
}
