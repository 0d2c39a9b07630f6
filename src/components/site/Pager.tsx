import { Link } from './links.tsx';

interface Page {
  readonly title: string;
  readonly permalink: string;
}

export function Pager({ previous, next }: { readonly previous?: Page | undefined; readonly next?: Page | undefined }) {
  if (previous === undefined && next === undefined) return null;
  return (
    <nav className="pager" aria-label="Neighbouring pages">
      {previous !== undefined && (
        <Link to={previous.permalink} rel="prev">
          <span aria-hidden="true">← </span>
          {previous.title}
        </Link>
      )}
      {next !== undefined && (
        <Link to={next.permalink} rel="next" className="pager-next">
          {next.title}
          <span aria-hidden="true"> →</span>
        </Link>
      )}
    </nav>
  );
}
