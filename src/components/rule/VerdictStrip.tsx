import type { VerdictData } from '@site/src/site-data/types.ts';
import { Link } from '../site/links.tsx';
import { VerdictMark } from './VerdictMark.tsx';

interface Props {
  readonly rule: string;
  readonly verdicts: readonly VerdictData[];
}

/** One cell per design; each leads to the evidence for that design. */
export function VerdictStrip({ rule, verdicts }: Props) {
  return (
    <ul className="strip" aria-label={`Verdicts on ${rule} by design`}>
      {verdicts.map(({ design, verdict, expected, steps }) => (
        <li key={design}>
          <Link to={`/r/${rule}/#on-${design}`}>
            <span className="strip-design">{design}</span>
            <VerdictMark verdict={verdict} short />
            {steps !== undefined && <span className="strip-steps">{steps.length} steps</span>}
            {verdict !== expected && <span className="strip-surprise">declared {expected}</span>}
          </Link>
        </li>
      ))}
    </ul>
  );
}
