import { useEffect, useMemo, useRef } from 'react';
import type { RunView } from '@spec/scenario/run-view.ts';
import { departureText } from '@spec/scenario/departure-text.ts';
import { attachTimeline } from '@site/src/reader/timeline.ts';
import type { LabEntry } from '@site/src/site-data/lab.ts';
import { Drawing } from './Drawing.tsx';
import { ExecutorLegend } from './ExecutorLegend.tsx';
import { layoutTimeline } from './layout.ts';
import { RunTools } from './RunTools.tsx';
import { summaryOf } from './summaries.ts';
import { StepTable } from './StepTable.tsx';

interface Props {
  readonly run: RunView;
  /** Prefix of the IDs inside; unique on the page. */
  readonly id: string;
  readonly modelHash: string;
  /** Step that is selected first, where the run has no violation. */
  readonly start?: 'first' | 'last';
  /** The rule's sentence, shown at the step that violates it. */
  readonly statement?: string;
  /** On a page about other things: steps and text are folded. */
  readonly brief?: boolean;
  /** What a whole kernel did at the same steps. */
  readonly lab?: LabEntry;
  /** Width that there is for the drawing, in pixels, where it is not that of a page of text. */
  readonly room?: number;
}

/**
 * A run: drawn as lanes, and told as a table with the same steps. The markup is complete without JavaScript;
 * `attachTimeline` adds the selection by mouse and arrow keys, here and on pages that have no React.
 */
export function Timeline({ run, id, modelHash, statement, start = 'first', brief = false, lab, room }: Props) {
  const figure = useRef<HTMLElement>(null);
  const layout = useMemo(() => layoutTimeline(run, room), [run, room]);
  useEffect(
    // A run without steps has nothing to select; another run has other steps.
    () => (figure.current === null || run.steps.length === 0 ? undefined : attachTimeline(figure.current)),
    [run],
  );
  const { violation, departure } = run;
  const summary = summaryOf(run);
  return (
    <figure
      className="timeline"
      ref={figure}
      data-timeline=""
      data-steps={run.steps.length}
      data-violation={violation?.step}
      data-start={start}
    >
      <figcaption className="hint">
        {run.instance}. <span className="needs-js">Select a step with the mouse, or with ← and → in the drawing.</span>
      </figcaption>
      {summary !== undefined && <p className="run-summary">{summary}</p>}
      {departure !== undefined && (
        <p className="departure">{departureText(departure).replaceAll(' -> ', '\u00a0→\u00a0')}</p>
      )}
      {run.steps.length > 0 && <Drawing run={run} layout={layout} id={id} />}
      <ExecutorLegend executors={run.executors} />
      <div className="timeline-panel needs-js" aria-live="polite" />
      {violation !== undefined && (
        <p className="violation">
          <b>
            {violation.step < 0 ? 'The initial state' : `Step ${violation.step + 1}`} violates {violation.rule}.
          </b>{' '}
          {violation.sentence} {statement !== undefined && <q>{statement.replaceAll('`', '')}</q>}
        </p>
      )}
      {brief ? (
        <details className="part">
          <summary>All steps, with kernel functions and what changed</summary>
          <StepTable run={run} id={id} lab={lab} />
        </details>
      ) : (
        <StepTable run={run} id={id} lab={lab} />
      )}
      <RunTools run={run} modelHash={modelHash} />
    </figure>
  );
}
