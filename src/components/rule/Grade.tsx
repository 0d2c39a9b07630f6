import type { VerdictData } from '@site/src/site-data/types.ts';

/** How far the evidence for a verdict goes: the model, a kernel's own code, a whole kernel. */
export function Grade({ verdict: { verdict, inCode, lab = [] } }: { readonly verdict: VerdictData }) {
  if (verdict === 'not-applicable') return null;
  const seen = lab.filter(({ outcome }) => outcome === 'seen');
  const grades = [
    'model',
    ...(inCode?.reproduced === true ? [`code of Linux ${inCode.kernel}`] : []),
    ...seen.map(({ kernel, cpu }) => `whole kernel ${kernel} on an emulated CPU (${cpu})`),
  ];
  const others = lab.filter(({ outcome }) => outcome !== 'seen');
  return (
    <p className="grade">
      <b>Evidence:</b> {grades.join(', ')}; no hardware.
      {others.map(({ kernel, cpu, outcome, reason }) => (
        <span key={`${kernel} ${cpu}`}>
          {' '}
          Linux {kernel} in the lab: {outcome === 'not-seen' ? 'not seen' : 'cannot be driven'}
          {reason === undefined ? '' : `, ${reason}`}.
        </span>
      ))}
    </p>
  );
}
