import Layout from '@theme/Layout';

/** Shown where a page cannot be drawn at all, for example because its address is damaged. */
export default function ErrorPage({ error }: { readonly error: Error }) {
  return (
    <Layout title="This page cannot be shown" wide app>
      <h1>This page cannot be shown</h1>
      <p className="problem" role="alert">
        {error.message}. Is the address complete?
      </p>
    </Layout>
  );
}
