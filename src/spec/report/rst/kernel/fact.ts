import type { Design } from '../../../designs/design.ts';
import type { RuleName } from '../../../kit/rule.ts';
import { paragraph } from '../text.ts';

/** Something that is true of some kernels: what one function does, in which context, or what a VMM gets. */
interface Fact {
  /** Plain text, `code` in backticks. */
  readonly text: string;
  /** Of which kernels it is true; of all where it is missing. */
  readonly when?: (kernel: Design) => boolean;
  /** Rules that the behaviour breaks, wherever the kernel is declared to break them. */
  readonly against?: readonly RuleName[];
}

/** A part of the document, with facts in the order in which they are read. */
export interface Section {
  readonly title: string;
  /** `steps` are numbered, `items` have bullets. */
  readonly form: 'paragraphs' | 'items' | 'steps';
  readonly facts: readonly Fact[];
}

/** The facts that are true of a kernel, each with the rules that it breaks there. */
export function factTexts({ form, facts }: Section, kernel: Design, broken: ReadonlySet<string>): string {
  const told = facts.filter(({ when }) => when?.(kernel) ?? true);
  const lines = told.map(({ text, against = [] }, index) => {
    const rules = against.filter((rule) => broken.has(rule));
    const told = rules.length === 0 ? text : `${text} Breaks ${rules.join(', ')}.`;
    if (form === 'paragraphs') return paragraph(told);
    return paragraph(told, form === 'steps' ? `${index + 1}. `.padEnd(4) : '* ');
  });
  return lines.join(form === 'paragraphs' ? '\n\n' : '\n');
}
