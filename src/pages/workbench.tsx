import Layout from '@theme/Layout';

/** The words of the page; the workbench itself is loaded by the reader's script, see src/reader/apps.ts. */
export default function WorkbenchPage() {
  return (
    <Layout title="Workbench" description="Flip the switches of a design and explore it in the browser" wide>
      <h1>Workbench</h1>
      <p className="lead">
        Take a design, flip its switches, and explore every state up to a bound, here in this browser. A violation opens
        as a timeline. Everything below is in the address of the page.
      </p>
      <noscript>
        <p className="problem">
          The workbench needs JavaScript. The same in a terminal: <code>npx lbr-contract verify --design v7.3</code>.
        </p>
      </noscript>
      <div className="workbench-place needs-js" data-app="workbench">
        <p className="hint">Loading the workbench…</p>
      </div>
    </Layout>
  );
}
