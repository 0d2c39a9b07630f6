import type { RunView } from '@spec/scenario/run-view.ts';
import type { LabEntry } from '@site/src/site-data/lab.ts';
import { useAnchor } from '../site/links.tsx';
import { Timeline } from '../timeline/Timeline.tsx';

interface Props {
  readonly designs: readonly string[];
  readonly run: RunView;
  readonly modelHash: string;
  readonly statement: string;
  /** What whole kernels did, for the designs of this run. */
  readonly lab: readonly LabEntry[];
}

/** A counterexample, drawn; designs that fail in the same way share one. */
export function Counterexample({ designs, run, modelHash, statement, lab }: Props) {
  const name = designs.join(', ');
  // The newest kernel that was driven through these steps, and before it one that showed the violation.
  const driven = lab.filter(({ steps }) => steps !== undefined);
  const beside = driven.findLast(({ seen }) => seen !== undefined) ?? driven.at(-1);
  return (
    <section className="counterexample" aria-label={`Counterexample on ${name}`}>
      <h3>
        {designs.map((design) => (
          <Target key={design} design={design} />
        ))}
        {run.steps.length} steps on {name}
      </h3>
      <Timeline
        run={run}
        modelHash={modelHash}
        statement={statement}
        id={`t-${designs[0]}`}
        {...(beside === undefined ? {} : { lab: beside })}
      />
    </section>
  );
}

/** What the evidence of a design leads to. */
function Target({ design }: { readonly design: string }) {
  return <span id={useAnchor(`run-${design}`)} />;
}
