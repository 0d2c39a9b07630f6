import type { Verdict } from '@spec/kit/rule.ts';

/** How a verdict that was found here compares with the stored one. */
export function Comparison({ found, stored }: { readonly found: Verdict; readonly stored: Verdict | undefined }) {
  if (stored === undefined) return null;
  if (found === stored) return <b>It agrees with the stored verdict.</b>;
  if (found === 'not-established') {
    return (
      <>
        The bound of this run is smaller than that of the stored verdict, which is <b>{stored}</b>.
      </>
    );
  }
  return (
    <b className="differs-from">
      It differs from the stored verdict, which is {stored}. Please report this with the seed and the browser’s version.
    </b>
  );
}
