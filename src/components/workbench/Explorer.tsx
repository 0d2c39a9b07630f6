import { useEffect, useRef, useState } from 'react';
import type { Answer, ProgressAnswer, VerdictAnswer } from '@site/src/worker/messages.ts';
import { WORKBENCH_ROOM } from '../timeline/layout.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { Tally } from './Tally.tsx';
import { ProgressLine } from './ProgressLine.tsx';
import { useChecker } from './use-checker.ts';
import { VerdictList } from './VerdictList.tsx';
import type { WorkbenchData } from './workbench-data.ts';
import type { WorkbenchState } from './workbench-link.ts';

interface Props {
  readonly data: WorkbenchData;
  readonly state: WorkbenchState;
  /** Each change of it starts a search, as the button does. */
  readonly startOn: number;
  onEdit(run: NonNullable<VerdictAnswer['counterexample']>): void;
}

/** Runs the chosen rules on the design as it stands, in a worker; verdicts appear one by one. */
export function Explorer({ data, state, startOn, onEdit }: Props) {
  const [progress, setProgress] = useState<ProgressAnswer>();
  const [verdicts, setVerdicts] = useState<readonly VerdictAnswer[]>([]);
  const [ended, setEnded] = useState<string>();
  const [working, setWorking] = useState(false);
  const [open, setOpen] = useState<VerdictAnswer>();
  const checker = useChecker((answer: Answer) => {
    if (answer.kind === 'progress') setProgress(answer);
    if (answer.kind === 'verdict') setVerdicts((all) => [...all, answer]);
    if (answer.kind === 'error' || answer.kind === 'done') {
      setWorking(false);
      setProgress(undefined);
      setEnded(
        answer.kind === 'error'
          ? answer.message
          : `${answer.stopped ? 'Stopped' : 'Done'} after ${answer.seconds.toFixed(1)} s.`,
      );
    }
  });
  const { design, switches = {}, instance } = state.scenario;
  const start = (): void => {
    setVerdicts([]);
    setEnded(undefined);
    setOpen(undefined);
    setWorking(true);
    checker.ask({
      kind: 'explore',
      design,
      switches,
      rules: state.rules.length === 0 ? Object.keys(data.rows) : state.rules,
      instances: typeof instance === 'string' ? [instance] : [],
      maxStates: state.bound,
      runs: 200,
      seed: data.run.seed,
    });
  };
  const started = useRef(startOn);
  useEffect(() => {
    if (started.current === startOn) return;
    started.current = startOn;
    start();
  });
  return (
    <section aria-label="Explore">
      <h2>Explore{state.name !== '' && `: ${state.name}`}</h2>
      <p className="hint">
        Checks {state.rules.length === 0 ? `all ${Object.keys(data.rows).length} rules` : state.rules.join(', ')} on{' '}
        {design}
        {Object.keys(switches).length > 0 && ' with the flipped switches'} and compares with the stored verdicts.
      </p>
      <p>
        <button type="button" className="primary" onClick={start} disabled={working}>
          Explore
        </button>{' '}
        <button type="button" onClick={() => checker.ask({ kind: 'stop' })} disabled={!working}>
          Stop
        </button>{' '}
        <button type="button" onClick={() => void navigator.clipboard.writeText(location.href)}>
          Copy link
        </button>
      </p>
      <div aria-live="polite" className="status">
        {progress !== undefined && <ProgressLine progress={progress} />}
        {ended}
      </div>
      <Tally verdicts={verdicts} />
      <VerdictList
        data={data}
        stored={design}
        partial={typeof instance === 'string'}
        flipped={Object.keys(switches).length > 0}
        verdicts={verdicts}
        open={open?.rule}
        onOpen={(verdict) => setOpen(verdict)}
      />
      {open?.counterexample !== undefined && (
        <>
          <h3>{open.rule}</h3>
          <Timeline
            key={open.rule}
            run={open.counterexample}
            id="explored"
            modelHash={data.run.modelHash}
            statement={data.statements[open.rule] ?? ''}
            room={WORKBENCH_ROOM}
          />
          <button type="button" onClick={() => open.counterexample !== undefined && onEdit(open.counterexample)}>
            Continue this run by hand
          </button>
        </>
      )}
    </section>
  );
}
