import type { ComponentType } from 'react';
import { MDXProvider } from '@mdx-js/react';
import Layout from '@theme/Layout';
import MDXComponents from '@theme/MDXComponents';
import { PageContents, type TocEntry } from '@site/src/components/site/PageContents.tsx';
import { PageFoot } from '@site/src/components/site/PageFoot.tsx';
import { Pager } from '@site/src/components/site/Pager.tsx';

type Content = ComponentType & {
  readonly metadata: {
    readonly title: string;
    readonly description: string;
    readonly previous?: Page;
    readonly next?: Page;
    /** Where the repository is configured. */
    readonly editUrl?: string;
    /** Milliseconds, by the last commit of the page. */
    readonly lastUpdatedAt?: number;
  };
  readonly toc: readonly TocEntry[];
  readonly contentTitle?: string;
  readonly frontMatter: { readonly hide_title?: boolean };
};

interface Page {
  readonly title: string;
  readonly permalink: string;
}

/** A document: a chapter of the contract, or a page about how it is made and used. */
export default function DocItem({ content: Text }: { readonly content: Content }) {
  const { metadata, contentTitle, frontMatter, toc } = Text;
  const title = contentTitle === undefined && frontMatter.hide_title !== true;
  return (
    <Layout title={metadata.title} description={metadata.description}>
      <article className="doc" data-pagefind-body="">
        {title && <h1>{metadata.title}</h1>}
        <PageContents toc={toc} />
        <MDXProvider components={MDXComponents}>
          <Text />
        </MDXProvider>
      </article>
      <PageFoot editUrl={metadata.editUrl} lastUpdatedAt={metadata.lastUpdatedAt} />
      <Pager previous={metadata.previous} next={metadata.next} />
    </Layout>
  );
}
