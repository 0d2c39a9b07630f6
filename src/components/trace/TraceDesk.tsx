import { useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import type { AssumedLbr } from '@site/src/spec/trace/judge/guest-msr.ts';
import { contract } from './contract.ts';
import { FileDrop } from './FileDrop.tsx';
import { GuestPicker } from './GuestPicker.tsx';
import { TraceResult } from './TraceResult.tsx';
import { useTrace } from './use-trace.ts';

const SAMPLE = 'kvm-lbr-not-exposed.ftrace';

/** Takes a trace, judges it in a worker and shows the result. */
export function TraceDesk() {
  const { state, judge, stop } = useTrace();
  const [guest, setGuest] = useState<AssumedLbr>('infer');
  const sample = useBaseUrl(`/sample/${SAMPLE}`);
  const judgeSample = async (): Promise<void> => {
    const response = await fetch(sample);
    judge({ name: SAMPLE, data: await response.blob(), guest, host: { vendor: 'amd' }, contract });
  };
  return (
    <>
      <FileDrop onFile={(file) => judge({ name: file.name, data: file, guest, contract })} />
      <p>
        <button type="button" onClick={() => void judgeSample()}>
          Judge the sample
        </button>{' '}
        <a href={sample} download={SAMPLE}>
          {SAMPLE}
        </a>
        , recorded on a real host: Linux 6.18 on an AMD CPU, with a KVM vendor module that is neither kvm-intel nor
        kvm-amd. Its guest has no vPMU and no LBR. AMD is outside the contract, so no rule applies to it.
      </p>
      <GuestPicker value={guest} onChange={setGuest} />
      <output>
        {state.kind === 'running' && (
          <p>
            Judging {state.name}: {state.lines.toLocaleString('en')} lines, {state.violations} violations{' '}
            <button type="button" onClick={stop}>
              Stop
            </button>
          </p>
        )}
        {state.kind === 'refused' && (
          <p className="problem">
            {state.name}: {state.message}
          </p>
        )}
      </output>
      {state.kind === 'done' && <TraceResult key={state.run} report={state.report} />}
    </>
  );
}
