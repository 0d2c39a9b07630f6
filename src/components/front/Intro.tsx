/** What this is, for a reader who comes from a mail. */
export function Intro() {
  return (
    <header className="intro">
      <h1>The contract between KVM and perf for Last Branch Records</h1>
      <p className="lead">
        KVM gives a guest the LBRs, perf gives them to the host, and one CPU has one set. Each rule below says what
        either side may rely on. Each verdict is what a run of that rule on a model of that kernel gave; each “violated”
        opens the shortest run that shows it.
      </p>
    </header>
  );
}
