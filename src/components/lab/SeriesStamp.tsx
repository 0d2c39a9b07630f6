import type { SeriesResults } from '@spec/lab/series.ts';
import { Stamped } from './Stamped.tsx';

/** What was built and run, and what has changed since. */
export function SeriesStamp({ results }: { readonly results: SeriesResults }) {
  const { model, agent, cpu, judge, series, kernels, compiler } = results;
  return (
    <>
      {kernels.map(({ name, source, version, runs, walks }) => (
        <Stamped key={name} stamps={{ model, agent, cpu, judge, series }}>
          Linux {version}, from the source package {source} with a small configuration and {compiler}, ran {runs.length}{' '}
          times without a change and as often with each: every counterexample that can be driven, every workload of the
          lab, and {walks.runs} random runs.
        </Stamped>
      ))}
    </>
  );
}
