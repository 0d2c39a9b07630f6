import type { RuleText } from '../../kit/rule.ts';
import type { Scenario } from '../../scenario/types.ts';
import { plainText } from '../cite.ts';
import { stepText } from '../step-text.ts';
import { wrap } from '../../kit/wrap.ts';
import { EXITS, WHEN_UNSURE, reasonsFor, type Circumstances, type Grade } from './exits.ts';

/** A kernel in which the violation was seen, or whose source was read for the model. */
export interface AffectedKernel {
  /** `7.3.4`; a version of kernel.org. */
  readonly version: string;
  /** How it is known of this kernel. */
  readonly grade: Grade;
}

export interface ReportOf {
  readonly rule: RuleText;
  readonly circumstances: Circumstances;
  readonly kernels: readonly AffectedKernel[];
  /** The shortest run that breaks the rule on a kernel that is maintained, and the design it is of. */
  readonly scenario?: { readonly design: string; readonly run: Scenario };
  /** Pieces of series/ that aim at the rule. */
  readonly pieces: readonly string[];
  readonly version: string;
}

const COLUMNS = 72;
const MOST_STEPS = 14;

const GRADE_TEXT: Readonly<Record<Grade, string>> = {
  model: 'Seen in a model of the code only; no kernel ran, on hardware or elsewhere.',
  code: "Seen in a model and in the kernel's own functions, compiled into user space; no kernel ran, and nothing ran on hardware.",
  'whole-kernel':
    'Seen under emulation only: an unmodified kernel on an emulated CPU. No run on hardware has shown it.',
  hardware: 'Seen on hardware.',
};

const GRADE_OF_KERNEL: Readonly<Record<Grade, string>> = {
  model: 'source read, run in a model',
  code: 'its own functions, run in user space',
  'whole-kernel': 'unmodified, on an emulated CPU',
  hardware: 'on hardware',
};

/**
 * A report as plain text of at most 72 columns. Its first section is for the sender, to be removed: which way the kernel's
 * documents point to, and whom to ask for addresses. A person decides, completes and sends.
 */
export function disclosureReport(of: ReportOf): string {
  return [...forTheSender(of), '', ...mail(of), ''].join('\n');
}

function forTheSender({ rule, circumstances }: ReportOf): string[] {
  const [first, ...others] = reasonsFor(circumstances);
  const line = (text: string): string[] => wrap(text, COLUMNS, '# ', '#   ');
  const reason = ({ exit, document, quote, because }: typeof first): string[] => [
    ...line(`${EXITS[exit]}: ${because}.`),
    ...wrap(`${document}: "${quote}"`, COLUMNS, '#   ', '#   '),
  ];
  return [
    ...line('Remove these lines before you send anything. You decide; nothing was sent.'),
    ...line("The kernel's own documents (Documentation/process, Linux 7.3) point to"),
    ...reason(first),
    ...(others.length === 0 ? [] : line('What else applies, and would decide without the first:')),
    ...others.flatMap(reason),
    ...line(`security-bugs.rst: "${WHEN_UNSURE}".`),
    ...line(`To: what ./scripts/get_maintainer.pl --no-l --no-r prints for ${filesOf(rule).join(' ')}`),
    ...line('Plain text only; see email-clients.rst. Fill in what stands in brackets, or say that it is unknown.'),
  ];
}

function mail({ rule, circumstances, kernels, scenario, pieces, version }: ReportOf): string[] {
  const paragraph = (text: string): string[] => [...wrap(plainText(text), COLUMNS), ''];
  const [{ exit }] = reasonsFor(circumstances);
  const withReproducer = exit !== 'public-without-reproducer';
  return [
    `Subject: [BUG] KVM/perf LBR, not kept: ${plainText(rule.title)}`,
    '',
    ...paragraph(GRADE_TEXT[circumstances.grade]),
    ...paragraph(`Expected, rule ${rule.id} r${rule.revision} of LBR Contract ${version}: ${rule.statement}`),
    ...paragraph(`Why: ${rule.rationale}`),
    'Affected versions:',
    ...kernels.map(({ version: kernel, grade }) => `  ${kernel} (${GRADE_OF_KERNEL[grade]})`),
    '  [first affected commit, and whether mainline of today is]',
    '',
    ...(scenario === undefined ? [] : happens(scenario, withReproducer)),
    'Conditions:',
    ...conditions(scenario?.run),
    '',
    'Suspected location:',
    ...locations(rule).flatMap((place) => wrap(place, COLUMNS, '  ', '    ')),
    '',
    ...paragraph(
      withReproducer
        ? `Reproducer: lbr-contract replay of the steps above${circumstances.grade === 'whole-kernel' ? ', and lbr-contract lab run in a whole kernel' : ''}. [A program for hardware.]`
        : 'Reproducer: one is there; maintainers who want it can ask for it.',
    ),
    ...paragraph(
      pieces.length === 0
        ? 'Proposed fix: none yet.'
        : `Proposed fix: ${pieces.map((piece) => `series/${piece}`).join(', ')}, as a semantic patch. [What was built, booted and tested with it.]`,
    ),
  ].slice(0, -1);
}

function happens({ design, run }: NonNullable<ReportOf['scenario']>, withSteps: boolean): string[] {
  if (!withSteps) return [];
  const steps = run.steps.map((step) => `  ${stepText(step)}`);
  const shown =
    steps.length > MOST_STEPS ? [`  (${steps.length - MOST_STEPS} steps before)`, ...steps.slice(-MOST_STEPS)] : steps;
  return [
    `What happens, in steps of the model of ${design}; the last one breaks it:`,
    ...shown.map((line) => line.slice(0, COLUMNS)),
    '',
  ];
}

function conditions(run: Scenario | undefined): string[] {
  const known = ['  Intel host with LBRs; kvm_intel; a guest that is offered LBRs'];
  const instance =
    run !== undefined && 'instance' in run && typeof run.instance === 'string'
      ? [`  instance of the model: ${run.instance}`]
      : [];
  return [...known, ...instance, '  [perf events of the host, permissions, what else it takes]'];
}

function locations(rule: RuleText): string[] {
  return rule.sources.flatMap((source) => (source.kind === 'kernel' ? [`${source.file}: ${source.symbol}()`] : []));
}

function filesOf(rule: RuleText): string[] {
  const files = rule.sources.flatMap((source) => (source.kind === 'kernel' ? [source.file] : []));
  return files.length === 0 ? ['arch/x86/kvm/vmx/pmu_intel.c'] : [...new Set(files)];
}
