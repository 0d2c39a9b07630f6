import { useEffect, useState } from 'react';
import type { Scenario } from '@spec/scenario/types.ts';
import type { Answer, Choice } from '@site/src/worker/messages.ts';
import { WORKBENCH_ROOM } from '../timeline/layout.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { useChecker } from './use-checker.ts';

interface Props {
  readonly scenario: Scenario;
  /** Sentence of the rule that the run is said to violate. */
  readonly statement: string | undefined;
  readonly modelHash: string;
  onChange(scenario: Scenario): void;
}

type Replayed = Extract<Answer, { kind: 'replayed' }>;

/** A run built step by step: the model says after each step what can come next. */
export function HandRun({ scenario, statement, modelHash, onChange }: Props) {
  const [replayed, setReplayed] = useState<Replayed>();
  const [problem, setProblem] = useState<string>();
  const checker = useChecker((answer) => {
    if (answer.kind === 'replayed') {
      setReplayed(answer);
      setProblem(undefined);
    }
    if (answer.kind === 'error') setProblem(answer.message);
  });
  useEffect(() => checker.ask({ kind: 'replay', scenario }), [checker, scenario]);
  const { violates: _, title: __, ...open } = scenario;
  // A fresh run gets the instance that the model chose.
  const instance = replayed?.run.scenario.instance;
  const take = ({ op, args }: Choice): void =>
    onChange({ ...open, ...(instance === undefined ? {} : { instance }), steps: [...scenario.steps, { ...args, op }] });
  return (
    <section aria-label="Build a run by hand">
      <h2>A run by hand</h2>
      <p className="hint">
        Step by step in {replayed?.run.instance ?? 'the model'}: what can happen next is offered, the rest says why not.
        The address of this page is the run, to be sent to others.
      </p>
      {problem !== undefined && (
        <p className="problem" role="alert">
          This run does not replay: {problem}
        </p>
      )}
      {replayed !== undefined && replayed.run.steps.length > 0 && (
        <Timeline
          key={JSON.stringify(scenario)}
          run={replayed.run}
          id="hand"
          start="last"
          modelHash={modelHash}
          room={WORKBENCH_ROOM}
          {...(statement === undefined ? {} : { statement })}
        />
      )}
      <p>
        <button
          type="button"
          disabled={scenario.steps.length === 0}
          onClick={() => onChange({ ...open, steps: scenario.steps.slice(0, -1) })}
        >
          Undo the last step
        </button>{' '}
        <button type="button" disabled={scenario.steps.length === 0} onClick={() => onChange({ ...open, steps: [] })}>
          Start again
        </button>
      </p>
      {replayed !== undefined && (
        <>
          <h3>What can come next</h3>
          <ChoiceList choices={replayed.choices} onTake={take} />
        </>
      )}
    </section>
  );
}
