/** A finding as a kernel engineer reads it, in the manner of KCSAN and KMSAN: at most 25 lines. */
import { GRADES } from './grade.ts';
import type { LabFinding } from './judge/finding.ts';
import type { LogHead } from './log/types.ts';
import { ticketText, type Ticket } from './ticket.ts';

export const MOST_LINES = 25;
/** Widest line, so that a mail keeps it whole. */
const WIDTH = 75;
const RULER = '='.repeat(66);

interface ReportContext {
  readonly head: LogHead;
  /** Title of the rule. */
  readonly title: string;
  /** Name of the scenario, as the ticket has it. */
  readonly scenario: string;
}

export function ticketOf(finding: LabFinding, { head, scenario }: ReportContext): Ticket {
  return {
    kernel: head.kernel,
    image: head.image.slice(0, 12),
    cpu: head.cpu,
    cpus: head.cpus,
    seed: head.seed,
    scenario,
    rule: finding.rule,
    tick: finding.i,
  };
}

export function reportText(finding: LabFinding, context: ReportContext): string {
  const { head } = context;
  const body = [
    RULER,
    ...wrapped('BUG: LBR: ', `${finding.message}${at(finding.ip)}`),
    ...wrapped(`${finding.rule}: `, context.title),
    '',
    ...part('read by', finding.readBy),
    ...part('recorded by', finding.recordedBy),
    ...(finding.survivedThrough.length > 0 ? part('survived through', finding.survivedThrough.join('; ')) : []),
    ...(finding.ring.length > 0 ? part('ring, newest first', finding.ring.map(ringEntry).join(', ')) : []),
    ...part('during', `step ${finding.step}: ${finding.stepText}`, 2),
    '',
    ...wrapped(
      '',
      `CPU ${finding.cpu} of ${head.cpus}, tick ${finding.i}; Linux ${head.kernel} on ${head.cpu}, ${head.records} records`,
    ),
    ...wrapped('grade: ', `${GRADES['whole-kernel']}; not run on hardware`),
  ];
  const tail = [`ticket: ${ticketText(ticketOf(finding, context))}`, RULER];
  return [...body.slice(0, MOST_LINES - tail.length), ...tail].join('\n');
}

const at = (ip: string): string => (ip === '' || ip.startsWith('0x') ? '' : `, in ${ip}`);

const ringEntry = (entry: string): string => (entry === '' || entry.startsWith('*') ? `empty${entry}` : entry);

function part(name: string, text: string, most = 3): string[] {
  return text === '' ? [] : [`${name}:`, ...wrapped(' ', text).slice(0, most)];
}

function wrapped(first: string, text: string): string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + word.length > WIDTH) {
      lines.push(line.trimEnd());
      line = '  ';
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
