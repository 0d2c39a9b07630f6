import type { groupsOf } from './groups.ts';
import { Link } from './links.tsx';

interface Props {
  readonly group: ReturnType<typeof groupsOf>[number];
  readonly pathname: string;
}

/** One group of pages; one that few readers need is folded unless the page is in it. */
export function PageList({ group: { title, pages, folded = false }, pathname }: Props) {
  const here = (path: string): boolean => path !== '/' && pathname.endsWith(path);
  const list = (
    <ul>
      {pages.map(({ path, title: name }) => (
        <li key={path}>
          <Link to={path} aria-current={here(path) ? 'page' : undefined}>
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
  if (!folded) {
    return (
      <>
        <p className="contents-title">{title}</p>
        {list}
      </>
    );
  }
  return (
    <details open={pages.some(({ path }) => here(path))}>
      <summary className="contents-title">{title}</summary>
      {list}
    </details>
  );
}
