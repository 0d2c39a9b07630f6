import Layout from '@theme/Layout';
import { Link } from '@site/src/components/site/links.tsx';

interface Props {
  readonly categoryGeneratedIndex: { readonly title: string; readonly description?: string };
}

export default function DocCategoryGeneratedIndexPage({ categoryGeneratedIndex }: Props) {
  const { title, description } = categoryGeneratedIndex;
  return (
    <Layout title={title}>
      <h1>{title}</h1>
      {description !== undefined && <p>{description}</p>}
      <Link to="/">All rules</Link>
    </Layout>
  );
}
