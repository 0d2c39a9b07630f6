import type { RuleChange } from '@spec/registry/change-log.ts';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { Sentences } from './Sentences.tsx';

const WORD = { new: 'new', revised: 'revised', reworded: 'reworded, same meaning', retired: 'retired' } as const;

/** One change of one rule: what, why, and both sentences where there are two. */
export function Change({ change }: { readonly change: RuleChange }) {
  const { id, kind, revision, title, reason, after } = change;
  return (
    <>
      <p>
        <Link to={`/r/${id}/`} className="rule-ref">
          {id}
        </Link>{' '}
        r{revision} <strong>{WORD[kind]}</strong>: <RichText text={title} />
      </p>
      {kind === 'new' ? (
        <p>{after !== undefined && <RichText text={after} normative />}</p>
      ) : (
        <>
          <p>
            Why: <RichText text={reason} />
          </p>
          <Sentences change={change} />
        </>
      )}
    </>
  );
}
