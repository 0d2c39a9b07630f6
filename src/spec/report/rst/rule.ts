import type { RuleData } from '../contract-data.ts';
import { sourceText } from '../source-text.ts';
import { heading, paragraph } from './text.ts';

/** A rule as a section of the document. */
export function rstRule(rule: RuleData): string {
  const parts = [
    `.. _${rule.id}:`,
    heading(`${rule.id}: ${rule.title}`, '~'),
    paragraph(rule.statement),
    paragraph(`Rationale: ${rule.rationale}`),
    ...(rule.doesNotSay === '' ? [] : [paragraph(`Limits: ${rule.doesNotSay}`)]),
    ...(rule.disputed === undefined ? [] : [paragraph(`Disputed: ${rule.disputed}`)]),
    ...(rule.securityBoundary === true ? [paragraph('The rule guards a security boundary.')] : []),
    `Level: ${rule.level}. Revision: ${rule.revision}. Sources:`,
    rule.sources.map((source) => paragraph(sourceText(source), '* ')).join('\n'),
  ];
  return parts.join('\n\n');
}
