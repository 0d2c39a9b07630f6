import Layout from '@theme/Layout';
import BrowserOnly from '@docusaurus/BrowserOnly';
import workbench from '@generated/lbr-spec/default/workbench.json';
import { Workbench, type WorkbenchData } from '@site/src/components/workbench/Workbench.tsx';

export default function WorkbenchPage() {
  const data = workbench as WorkbenchData;
  return (
    <Layout title="Workbench" description="Flip the switches of a design and explore it in the browser" wide app>
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
      <div className="workbench-place">
        <BrowserOnly fallback={<p className="hint needs-js">Loading the workbench…</p>}>
          {() => <Workbench data={data} />}
        </BrowserOnly>
      </div>
    </Layout>
  );
}
