import type { ComponentType } from 'react';
import { MDXProvider } from '@mdx-js/react';
import Layout from '@theme/Layout';
import MDXComponents from '@theme/MDXComponents';

type Content = ComponentType & {
  readonly metadata: { readonly title?: string; readonly description?: string };
};

export default function MDXPage({ content: Text }: { readonly content: Content }) {
  const { title, description } = Text.metadata;
  return (
    <Layout {...(title === undefined ? {} : { title })} {...(description === undefined ? {} : { description })}>
      <article className="doc" data-pagefind-body="">
        <MDXProvider components={MDXComponents}>
          <Text />
        </MDXProvider>
      </article>
    </Layout>
  );
}
