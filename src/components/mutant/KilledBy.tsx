import { Fragment } from 'react';
import { Link } from '../site/links.tsx';

interface Props {
  readonly rules: readonly string[];
  readonly titles: Readonly<Record<string, string>>;
}

/** The rules that notice a flip, as links. */
export function KilledBy({ rules, titles }: Props) {
  if (rules.length === 0) return <b>Survives: no rule notices.</b>;
  return (
    <>
      Killed by{' '}
      {rules.map((id, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <Link to={`/r/${id}/`} className="rule-ref" title={titles[id]}>
            {id}
          </Link>
        </Fragment>
      ))}
    </>
  );
}
