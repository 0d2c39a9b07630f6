import type { Verdict } from '@spec/kit/rule.ts';
import { verdictWords } from './verdict-words.ts';

interface Props {
  readonly verdict: Verdict;
  readonly short?: boolean;
}

/** A verdict as shape and word. */
export function VerdictMark({ verdict, short = false }: Props) {
  const { sign, word, short: brief } = verdictWords[verdict];
  return (
    <span className={`verdict verdict-${verdict}`}>
      <span className="sign" aria-hidden="true">
        {sign}
      </span>
      <span className="word">{short ? brief : word}</span>
    </span>
  );
}
