import BrowserOnly from '@docusaurus/BrowserOnly';
import Layout from '@theme/Layout';
import { Link } from '@site/src/components/site/links.tsx';
import { TraceDesk } from '@site/src/components/trace/TraceDesk.tsx';

export default function TracePage() {
  return (
    <Layout title="Check a trace" description="Judge an ftrace recording of a real host, in your browser" wide app>
      <h1>Check a trace</h1>
      <p className="lead">
        Text of <code>/sys/kernel/tracing/trace</code>, <code>trace-cmd report</code> or <code>perf script</code>,
        plain, gzip or zstd, of any size. Your browser judges it: nothing leaves this machine.{' '}
        <Link to="/record-a-trace/">Record a trace</Link> says which events to record, and why. Hosts with AMD are
        outside the contract: their traces are read, and no rule is judged.
      </p>
      <noscript>
        <p className="problem">
          This page needs JavaScript. The same in a terminal: <code>npx lbr-contract check-trace FILE</code>.
        </p>
      </noscript>
      <BrowserOnly fallback={<p className="hint needs-js">Loading…</p>}>{() => <TraceDesk />}</BrowserOnly>
    </Layout>
  );
}
