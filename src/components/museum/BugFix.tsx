import { Link } from '../site/links.tsx';

/** The commit that ended a bug, or that none did. */
export function BugFix({ year, commit }: { readonly year: number; readonly commit: string | undefined }) {
  if (commit === undefined) return <>Reported {year}; no commit ended it.</>;
  return (
    <>
      Ended {year} by <Link to={`https://git.kernel.org/torvalds/c/${commit}`}>{commit}</Link>.
    </>
  );
}
