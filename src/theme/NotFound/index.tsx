import Layout from '@theme/Layout';
import { Link } from '@site/src/components/site/links.tsx';

export default function NotFound() {
  return (
    <Layout title="No such page" wide>
      <h1>No such page</h1>
      <p>
        Rule IDs are never reused and their pages stay: a rule is at <code>/r/</code> followed by its ID. See the{' '}
        <Link to="/">matrix of all rules</Link>, or search with <kbd>/</kbd>.
      </p>
      <div className="needs-js" data-app="not-found" />
    </Layout>
  );
}
