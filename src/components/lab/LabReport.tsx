import type { LabResults } from '@spec/lab/results.ts';

/** The log around one finding, as the file has it. */
export function LabReport({ results, rule }: { readonly results: LabResults; readonly rule: string }) {
  const entry = results.entries.find(
    (one) => one.rule === rule && one.outcome === 'seen' && one.excerpt !== undefined && one.control !== true,
  );
  if (entry?.excerpt === undefined || entry.finding === undefined) {
    return <p className="hint">This build shows no finding of {rule}.</p>;
  }
  const { finding, kernel, cpu, excerpt } = entry;
  const lines = [
    `${rule} in Linux ${kernel} on ${cpu}, during: ${finding.stepText}`,
    `recorded by: ${finding.recordedBy}`,
    `survived through: ${finding.survivedThrough.join('; ')}`,
    `read by: ${finding.readBy}`,
    '',
    ...excerpt,
    '',
    `npx lbr-contract lab run --ticket ${finding.ticket}`,
  ];
  return (
    <pre className="scroll" tabIndex={0} aria-label={`The log around a violation of ${rule}`}>
      <code>{lines.join('\n')}</code>
    </pre>
  );
}
