import Layout from '@theme/Layout';

/** The words of the page; the workbench itself is loaded by the reader's script, see src/reader/apps.ts. */
export default function WorkbenchPage() {
  return (
    <Layout title="Workbench" description="Flip the switches of a design and explore it in the browser" wide>
      <h1>Workbench</h1>
      <p className="lead">
        Take a kernel release or a series, flip the switches that your change flips, and see which rules hold. The
        search runs in this browser, up to the bound that you set. A violation opens as a timeline, and the address of
        the page is a link to what you see.
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
