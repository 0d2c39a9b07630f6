import type { MatrixData } from '@site/src/site-data/matrix.ts';

/** What this is, for a reader who comes from a mail. */
export function Intro({ data }: { readonly data: MatrixData }) {
  return (
    <header className="intro">
      <h1>The contract between KVM and perf for Last Branch Records</h1>
      <p className="lead">
        A CPU has one set of LBR registers. KVM lends it to guests, perf uses it for the host.{' '}
        {Object.keys(data.rows).length} rules say what each side may rely on. Every rule runs against a model of every
        kernel release and posted series, and every “violated” opens the shortest trace that shows it.
      </p>
    </header>
  );
}
