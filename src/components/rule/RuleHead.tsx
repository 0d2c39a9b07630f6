import type { RuleData } from '@site/src/site-data/types.ts';
import { Link, useAnchor } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';

interface Props {
  readonly rule: RuleData;
  /** On its own page the rule is the heading of the page. */
  readonly page?: boolean;
}

/** ID in the gutter, title, the one normative sentence and what it does not say. */
export function RuleHead({ rule, page = false }: Props) {
  const { id, level, revision, title, statement, doesNotSay } = rule;
  const Title = page ? 'h1' : 'h2';
  return (
    <div className="rule-head" id={useAnchor(id)} data-rule={id}>
      <Link to={`/r/${id}/`} className="rule-id">
        {id}
      </Link>
      <Title className="rule-title" id={`${id}-title`}>
        {title}
      </Title>
      <p className="statement">
        <RichText text={statement} normative />
      </p>
      <p className="rule-meta">
        <span className={`level level-${level}`}>{level}</span>
        <span>revision {revision}</span>
        <button
          type="button"
          className="quiet needs-js"
          data-action="cite"
          data-rule={id}
          data-revision={revision}
          data-title={title}
          data-statement={statement}
        >
          Cite
        </button>
      </p>
      {doesNotSay !== '' && (
        <p className="does-not-say">
          <b>Does not say:</b> <RichText text={doesNotSay} />
        </p>
      )}
    </div>
  );
}
