export interface TocEntry {
  readonly value: string;
  readonly id: string;
  readonly level: number;
}

/** From how many parts on a page needs a list of them. */
const LONG = 4;

/** The parts of a long page: beside the text where there is room, folded above it where there is not. */
export function PageContents({ toc, least = LONG }: { readonly toc: readonly TocEntry[]; readonly least?: number }) {
  const parts = toc.filter(({ level }) => level === 2);
  if (parts.length < least) return null;
  return (
    <details className="page-contents" open>
      <summary>On this page</summary>
      <ul>
        {parts.map(({ id, value }) => (
          <li key={id}>
            <a href={`#${id}`}>{plain(value)}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };

/** A heading as Docusaurus has it, in HTML, without its marks. */
const plain = (html: string): string =>
  html.replace(/<[^>]*>/g, '').replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
