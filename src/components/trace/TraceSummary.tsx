import type { TraceReport } from '@site/src/spec/trace/findings.ts';

/** What was assumed and what was read. */
export function TraceSummary({ report }: { readonly report: TraceReport }) {
  const { summary: read } = report;
  return (
    <>
      {report.assumptions.length > 0 && (
        <>
          <h3>Assumed</h3>
          <ul>
            {report.assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
        </>
      )}
      <h3>Read</h3>
      <p>
        {read.lines.toLocaleString('en')} lines of {read.format} text from {read.cpus} CPUs
        {read.withoutCpu > 0 && `, ${read.withoutCpu.toLocaleString('en')} events without a CPU column`}:{' '}
        {read.understood.toLocaleString('en')} events understood, {read.otherEvents.toLocaleString('en')} other events,{' '}
        {read.passedOver} comments and the like, {read.notUnderstood} not understood.
        {read.lostMarkers > 0 && ` Lost: ${read.lostEvents} events at ${read.lostMarkers} places.`}
        {read.overwritten > 0 && ` Overwritten before the first line: ${read.overwritten} events.`}
      </p>
      <p>{[...read.events, ...read.others].map(({ name, count }) => `${name} ${count}`).join(', ')}</p>
      {read.samples.map(({ line, text }) => (
        <p key={line}>
          Line {line} not understood: <code>{text}</code>
        </p>
      ))}
    </>
  );
}
