import { usePluginData } from '@docusaurus/useGlobalData';
import type { GlobalData } from './global-data.ts';
import { groupsOf } from './groups.ts';
import { Link } from './links.tsx';
import { PageList } from './PageList.tsx';

/**
 * All pages in groups, and the rules of the chapter that is open. Beside the text where there is room; a popover of the
 * browser's own where there is not, so that it opens without JavaScript.
 */
export function Contents({ pathname }: { readonly pathname: string }) {
  const { chapters, documents, rules } = usePluginData('lbr-spec') as GlobalData;
  const [start, ...others] = groupsOf(documents);
  return (
    <nav id="contents" className="contents" popover="auto" aria-label="Contents">
      {start !== undefined && <PageList group={start} pathname={pathname} />}
      <p className="contents-title">The contract</p>
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
      {others.map((group) => (
        <PageList key={group.title} group={group} pathname={pathname} />
      ))}
    </nav>
  );
}
