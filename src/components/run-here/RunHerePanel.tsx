import { useEffect, useRef, useState } from 'react';
import type { Verdict } from '@spec/kit/rule.ts';
import type { Answer, ProgressAnswer, VerdictAnswer } from '@site/src/worker/messages.ts';
import { VerdictMark } from '../rule/VerdictMark.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { ProgressLine } from '../workbench/ProgressLine.tsx';
import { useChecker } from '../workbench/use-checker.ts';
import { Comparison } from './Comparison.tsx';

export interface StoredVerdict {
  readonly design: string;
  readonly verdict: Verdict;
  readonly seed: number;
}

interface Props {
  readonly rule: string;
  /** The sentence, for the step that violates it. */
  readonly statement: string;
  readonly stored: readonly StoredVerdict[];
  readonly modelHash: string;
}

const MAX_STATES = 2_000_000;
const RUNS = 2_000;

/** Runs one rule on one design in a worker, and compares with the stored verdict. Starts at once with the page's seed. */
export function RunHerePanel({ rule, statement, stored, modelHash }: Props) {
  const [design, setDesign] = useState(
    (stored.find(({ verdict }) => verdict === 'violated') ?? stored.at(-1))?.design ?? '',
  );
  const known = stored.find((one) => one.design === design);
  const [seed, setSeed] = useState(known?.seed ?? 0);
  const [progress, setProgress] = useState<ProgressAnswer>();
  const [found, setFound] = useState<VerdictAnswer>();
  const [ended, setEnded] = useState('');
  const [working, setWorking] = useState(false);
  const checker = useChecker((answer: Answer) => {
    if (answer.kind === 'progress') setProgress(answer);
    if (answer.kind === 'verdict') setFound(answer);
    if (answer.kind === 'done' || answer.kind === 'error') {
      setWorking(false);
      setProgress(undefined);
      setEnded(answer.kind === 'error' ? `It did not run: ${answer.message}` : answer.stopped ? 'Stopped.' : '');
    }
  });
  const start = (on: string, from: number): void => {
    setFound(undefined);
    setEnded('');
    setWorking(true);
    checker.ask({
      kind: 'explore',
      design: on,
      switches: {},
      rules: [rule],
      instances: [],
      maxStates: MAX_STATES,
      runs: RUNS,
      seed: from,
    });
  };
  const first = useRef(true);
  useEffect(() => {
    if (first.current && design !== '') start(design, seed);
    first.current = false;
  });
  return (
    <div className="run-panel">
      <div className="fields">
        <label className="field">
          <span>Design</span>
          <select value={design} onChange={(event) => setDesign(event.target.value)}>
            {stored.map((one) => (
              <option key={one.design} value={one.design}>
                {one.design}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Seed</span>
          <input
            type="number"
            value={seed}
            onChange={(event) => setSeed(Math.trunc(event.target.valueAsNumber) || 0)}
          />
        </label>
      </div>
      <p>
        <button type="button" className="primary" disabled={working} onClick={() => start(design, seed)}>
          Run
        </button>{' '}
        <button
          type="button"
          disabled={working}
          onClick={() => {
            const next = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
            setSeed(next & 0x7fffffff);
            start(design, next & 0x7fffffff);
          }}
        >
          Run with a new seed
        </button>{' '}
        <button type="button" disabled={!working} onClick={() => checker.ask({ kind: 'stop' })}>
          Stop
        </button>
      </p>
      <div aria-live="polite" className="status">
        {progress !== undefined && <ProgressLine progress={progress} />}
        {ended}
        {found !== undefined && (
          <p data-run-verdict={found.verdict}>
            <VerdictMark verdict={found.verdict} /> {found.summary}, {found.seconds.toFixed(2)} s.{' '}
            <Comparison found={found.verdict} stored={known?.verdict} />
          </p>
        )}
      </div>
      {found?.counterexample !== undefined && (
        <Timeline run={found.counterexample} id={`run-${rule}`} modelHash={modelHash} statement={statement} />
      )}
    </div>
  );
}
