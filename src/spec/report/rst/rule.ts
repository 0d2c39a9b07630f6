import type { Source } from '../../kit/source.ts';
import type { RuleData } from '../contract-data.ts';
import { heading, paragraph } from './text.ts';

/** A rule as a section of the document. */
export function rstRule(rule: RuleData): string {
  const parts = [
    heading(`${rule.id}: ${rule.title}`, '~'),
    paragraph(rule.statement),
    paragraph(`Rationale: ${rule.rationale}`),
    ...(rule.doesNotSay === '' ? [] : [paragraph(`Not said: ${rule.doesNotSay}`)]),
    ...(rule.disputed === undefined ? [] : [paragraph(`Disputed: ${rule.disputed}`)]),
    ...(rule.securityBoundary === true ? [paragraph('The rule guards a security boundary.')] : []),
    `Level: ${rule.level}. Revision: ${rule.revision}. Sources:`,
    rule.sources.map((source) => paragraph(sourceText(source), '* ')).join('\n'),
  ];
  return parts.join('\n\n');
}

function sourceText(source: Source): string {
  const note = source.note === undefined ? '' : `: ${source.note}`;
  switch (source.kind) {
    case 'kernel':
      return `${source.symbol} in ${source.file}, ${source.version}, ${source.evidence}${note}`;
    case 'commit':
      return `commit ${source.hash} ("${source.subject}"), ${source.evidence}${note}`;
    case 'mail':
      return `${source.author}, ${source.date}, https://lore.kernel.org/all/${source.messageId}/, ${source.evidence}${note}`;
    case 'manual':
      return `${source.section}, ${source.evidence}${note}`;
  }
}
