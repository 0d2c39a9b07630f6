import front from '@generated/lbr-spec/default/front.json';
import type { RunView } from '@spec/scenario/run-view.ts';
import { Link } from '../site/links.tsx';
import { Timeline } from '../timeline/Timeline.tsx';

interface FrontData {
  readonly rule: string;
  readonly title: string;
  readonly design: string;
  readonly statement: string;
  readonly modelHash: string;
  readonly run: RunView;
  /** Kernel whose own code takes the same steps. */
  readonly kernel?: string;
}

/** One violation on the newest kernel, as a timeline. */
export function Leak() {
  const { rule, title, design, statement, modelHash, run, kernel } = front as unknown as FrontData;
  return (
    <section aria-labelledby="leak">
      <h2 id="leak">
        One leak on {design}, in {run.steps.length} steps
      </h2>
      <p>
        <Link to={`/r/${rule}/#run-${design}`} className="rule-ref">
          {rule}
        </Link>{' '}
        {title}. {kernel !== undefined && <>The code of Linux {kernel} takes the same steps over a simulated CPU. </>}
      </p>
      <Timeline run={run} modelHash={modelHash} statement={statement} id="front" brief room={1220} />
    </section>
  );
}
