import type { DeepVerdict } from '@spec/deep/result.ts';

/** How many rules held, or which did not. */
export function DeepVerdictMark({ rules }: { readonly rules: readonly DeepVerdict[] }) {
  const others = rules.filter(({ verdict }) => verdict !== 'holds');
  const tested = rules.filter(({ met }) => met > 0).length;
  if (others.length === 0) return `all ${rules.length} hold, ${tested} of them tested here`;
  return <b>{others.map(({ rule, verdict }) => `${rule}: ${verdict}`).join(', ')}</b>;
}
