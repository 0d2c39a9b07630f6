import type { CaseOutcome } from '@spec/scenario/conformance.ts';

const words = {
  agrees: ['✓', 'agrees'],
  differs: ['✗', 'differs'],
  skips: ['–', 'skips: the test first asks for the feature, and stops here'],
} as const;

/** One word about one case on one design. */
export function OutcomeCell({ outcome }: { readonly outcome: CaseOutcome }) {
  const [mark, word] = words[outcome.kind];
  const detail =
    outcome.kind === 'differs' ? `step ${outcome.step}: expected ${outcome.expected}, found ${outcome.found}` : word;
  return (
    <td title={detail} className={`case-${outcome.kind}`}>
      <span aria-hidden="true">{mark}</span>
      <span className="hidden">{detail}</span>
    </td>
  );
}
