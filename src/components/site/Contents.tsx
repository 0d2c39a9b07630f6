import { usePluginData } from '@docusaurus/useGlobalData';
import type { GlobalData } from './global-data.ts';
import { Link } from './links.tsx';
import { pages } from './pages.ts';

/**
 * The chapters, and the rules of the chapter that is open. Beside the text where there is room; a popover of the
 * browser's own where there is not, so that it opens without JavaScript.
 */
export function Contents({ pathname }: { readonly pathname: string }) {
  const { chapters, documents, rules } = usePluginData('lbr-spec') as GlobalData;
  return (
    <nav id="contents" className="contents" popover="auto" aria-label="Contents">
      <ul className="contents-pages">
        {pages.map(({ to, title }) => (
          <li key={to}>
            <Link to={to}>{title}</Link>
          </li>
        ))}
      </ul>
      <p className="contents-title">Contract</p>
      <ol>
        {chapters.map(({ name, title, rules: own }) => {
          const open = pathname.endsWith(`/contract/${name}/`);
          return (
            <li key={name}>
              <Link to={`/contract/${name}/`} aria-current={open ? 'page' : undefined}>
                {title} <span className="count">{own.length}</span>
              </Link>
              {open && (
                <ol className="contents-rules">
                  {own.map((id) => (
                    <li key={id}>
                      <a href={`#${id}`}>
                        <span className="id">{id.slice(4)}</span> {rules[id]?.title}
                      </a>
                    </li>
                  ))}
                </ol>
              )}
            </li>
          );
        })}
      </ol>
      <p className="contents-title">About</p>
      <ul>
        {documents.map(({ path, title }) => (
          <li key={path}>
            <Link to={path} aria-current={pathname.endsWith(path) ? 'page' : undefined}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
