import { Link } from './links.tsx';

interface Props {
  readonly editUrl: string | undefined;
  /** Milliseconds. */
  readonly lastUpdatedAt: number | undefined;
}

/** When the page last changed, and where to change it. */
export function PageFoot({ editUrl, lastUpdatedAt }: Props) {
  if (editUrl === undefined && lastUpdatedAt === undefined) return null;
  return (
    <p className="page-foot hint">
      {lastUpdatedAt !== undefined && <>Last changed {new Date(lastUpdatedAt).toISOString().slice(0, 10)}. </>}
      {editUrl !== undefined && <Link to={editUrl}>Edit this page</Link>}
    </p>
  );
}
