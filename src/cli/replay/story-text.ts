import type { CpuSnapshot, EventSnapshot } from '../../spec/scenario/run-view.ts';
import { wrap } from '../../spec/kit/wrap.ts';
import { MAIL_COLUMNS } from '../../spec/scenario/run-text.ts';
import type { BrokenRule, Story, StoryStep } from '../../spec/verify/story.ts';

/**
 * A run of the protocol world as text, in prose of at most 75 columns. Of the state after a step there is what differs from the
 * state before it. With `explain`, kernel functions and all that changes.
 */
export function storyText(story: Story, explain: boolean): string {
  const labels = labelsOf(story.steps);
  const width = Math.max(...labels.map((label) => label.length), 1) + 2;
  const lines = [
    `A run on ${story.design}`,
    ...wrap(story.instance, MAIL_COLUMNS, '  ', '  '),
    ...wrap(
      `Records, newest first, by who executed the branch: ${story.executors.map(({ letter, name }) => `${letter} ${name}`).join(', ')}`,
      MAIL_COLUMNS,
      '  ',
      '  ',
    ),
    '',
    ...stateLines(story, ' '.repeat(width)),
  ];
  let state: State = story;
  story.steps.forEach((step, index) => {
    if (step.short !== undefined && labels[index].endsWith('.1')) lines.push(shortLine(step, labels[index]));
    lines.push(...stepLines(step, `${labels[index]}. `, ' '.repeat(width), explain));
    if (step.view !== undefined) {
      const before = stateLines(state, ' '.repeat(width));
      lines.push(...stateLines(step.view, ' '.repeat(width)).filter((line) => !before.includes(line)));
      state = step.view;
    }
    for (const { rule, title, never } of story.breaks.filter(({ at }) => at === index))
      lines.push(
        ...wrap(
          `breaks ${rule}: ${title}${never ? ' (it never does from here on)' : ''}`,
          MAIL_COLUMNS,
          '> ',
          ' '.repeat(width),
        ),
      );
  });
  return `${[...lines, '', ...endLines(story, labels)].join('\n')}\n`;
}

/** What the run breaks, in a line or two, for a list of designs. */
export function breaksText({ design, breaks, steps }: Story, stops?: string): string {
  const labels = labelsOf(steps);
  const found =
    breaks.length === 0 ? 'breaks no rule' : breaks.map((one) => `${one.rule} ${placeOf(one, labels)}`).join(', ');
  const end = stops === undefined ? '' : `; stops at ${stops.split(';')[0]}`;
  return `${wrap(`${found}${end}`, MAIL_COLUMNS, `${design}: `, '  ').join('\n')}\n`;
}

/** The number of each step in the document, from 1; the steps of a short form have a second one. */
function labelsOf(steps: readonly StoryStep[]): string[] {
  let part = 0;
  return steps.map(({ step, short }, index) => {
    if (short === undefined) return String(step + 1);
    part = steps.at(index - 1)?.step === step && index > 0 ? part + 1 : 1;
    return `${step + 1}.${part}`;
  });
}

const shortLine = ({ short, args }: StoryStep, label: string): string =>
  `${label.replace('.1', '')}. ${short} of vCPU ${String(args['vcpu'] ?? args['task'])}`;

function stepLines(step: StoryStep, first: string, rest: string, explain: boolean): string[] {
  const { view, op, result, value, rule, why } = step;
  if (view === undefined) {
    const seen = [result, value].filter((part) => part !== undefined).join(' ');
    const reason = explain && why !== undefined ? ` (${rule === undefined ? '' : `${rule}: `}${why})` : '';
    return wrap(`${op}: ${seen}${reason}`, MAIL_COLUMNS, first, rest);
  }
  return [
    ...wrap(`${view.actor} ${view.label}`, MAIL_COLUMNS, first, rest),
    ...(explain && view.functions.length > 0 ? wrap(view.functions.join(' > '), MAIL_COLUMNS, rest, `${rest}  `) : []),
    ...(view.note === undefined ? [] : wrap(view.note, MAIL_COLUMNS, rest, rest)),
    ...(explain
      ? view.changes.flatMap(({ what, from, to }) => wrap(`${what}: ${from} -> ${to}`, MAIL_COLUMNS, rest, `${rest}  `))
      : []),
  ];
}

interface State {
  readonly cpus: readonly CpuSnapshot[];
  readonly events: readonly EventSnapshot[];
}

function stateLines({ cpus, events }: State, indent: string): string[] {
  const open = events.filter(({ state }) => state !== 'none');
  return [
    ...cpus.map((cpu) => `${indent}${cpuText(cpu)}`),
    `${indent}events: ${open.length === 0 ? 'none is open' : open.map(({ name, state }) => `${name} ${state}`).join(', ')}`,
  ];
}

function cpuText({ cpu, running, mode, irqs, owner, debugctl, ring }: CpuSnapshot): string {
  const place = mode === 'guest' ? 'in the guest' : `in the host, IRQs ${irqs}`;
  const records = ring.map((tag) => tag?.letter ?? '-').join('');
  return `CPU ${cpu}: ${running} ${place}; LBRs: ${owner}; DEBUGCTL ${debugctl.join('|') || '0'}; records ${records}`;
}

function endLines({ breaks, keeps, silent }: Story, labels: readonly string[]): string[] {
  const found = breaks.map((one) => `Breaks ${one.rule} ${placeOf(one, labels)}: ${one.title}.`);
  return [
    ...found.flatMap((line) => wrap(line, MAIL_COLUMNS, '', '  ')),
    ...wrap(
      `Keeps ${keeps.length} ${breaks.length === 0 ? '' : 'other '}${keeps.length === 1 ? 'rule' : 'rules'}; of ${silent.length} the precondition never came up.`,
      MAIL_COLUMNS,
      '',
      '',
    ),
  ];
}

const placeOf = ({ at }: BrokenRule, labels: readonly string[]): string =>
  at < 0 ? 'before the first step' : `at step ${labels[at]}`;
