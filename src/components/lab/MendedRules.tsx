import type { LabResults } from '@spec/lab/results.ts';
import { Link } from '../site/links.tsx';

/** The rules that the oldest kernel of the lab is seen to violate, and the newest is seen to keep in the same steps. */
export function MendedRules({ results: { kernels, entries } }: { readonly results: LabResults }) {
  const [oldest, newest] = [kernels[0], kernels.at(-1)];
  const rules = entries.filter(({ kernel, outcome }) => kernel === oldest?.version && outcome === 'seen');
  const mended = rules.filter(({ rule }) =>
    entries.some(
      (one) =>
        one.rule === rule && one.kernel === newest?.version && one.control === true && one.outcome === 'not-seen',
    ),
  );
  return (
    <p>
      Seen violated on Linux {oldest?.version}, and kept by {newest?.version} in the same steps:{' '}
      {mended.map(({ rule }, index) => (
        <span key={rule}>
          {index > 0 && ', '}
          <Link to={`/r/${rule}/`} className="rule-ref">
            {rule}
          </Link>
        </span>
      ))}
      .
    </p>
  );
}
