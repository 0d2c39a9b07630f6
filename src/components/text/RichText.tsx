import { Fragment } from 'react';
import { Link } from '../site/links.tsx';

const PART = /(`[^`]+`|\[LBR-[A-Z]{3,4}-[1-9][0-9]*\]|\b(?:must not|should not|must|should|may)\b)/;
const MODAL = /^(must|should|may)/;

interface Props {
  readonly text: string;
  /** Marks must, should and may: on in the one normative sentence, off elsewhere. */
  readonly normative?: boolean;
}

/** The plain text of a rule: `code` in backticks, rules in brackets. */
export function RichText({ text, normative = false }: Props) {
  return text.split(PART).map((part, index) => <Fragment key={index}>{render(part, normative)}</Fragment>);
}

function render(part: string, normative: boolean) {
  if (part.startsWith('`') && part.length > 2) return <code>{part.slice(1, -1)}</code>;
  if (part.startsWith('[LBR-'))
    return (
      <Link to={`/r/${part.slice(1, -1)}/`} className="rule-ref">
        {part.slice(1, -1)}
      </Link>
    );
  if (normative && MODAL.test(part)) return <strong className="modal">{part}</strong>;
  return part;
}
