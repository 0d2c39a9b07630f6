import type { RuleData } from '@site/src/site-data/types.ts';

/**
 * The button that runs the property in the reader's browser. What it needs to know stands beside it; the code behind it
 * is loaded when it is pressed.
 */
export function RunHere({ rule }: { readonly rule: Pick<RuleData, 'id' | 'verdicts' | 'withheld'> }) {
  if (rule.withheld === true) return null;
  const stored = rule.verdicts
    .filter(({ verdict }) => verdict !== 'not-applicable')
    .map(({ design, verdict, how }) => ({ design, verdict, seed: how?.seed ?? 0 }));
  return (
    <div className="run-here needs-js" data-run-here={rule.id} data-stored={JSON.stringify(stored)}>
      <button type="button" data-action="run-here">
        Run it here
      </button>{' '}
      <span className="hint">checks the same property in this browser and compares</span>
    </div>
  );
}
