import { matters } from '../../designs/matters.ts';
import type { SwitchTable } from '../../switches/switch.ts';
import type { ContractData, DesignData } from '../contract-data.ts';
import { rstRule } from './rule.ts';
import { brokenName, simpleTable } from './table.ts';
import { heading, paragraph } from './text.ts';

const CELL = { holds: 'yes', violated: 'NO', 'not-applicable': 'n/a', 'not-established': '?' } as const;

/**
 * The whole contract as one reStructuredText file in the form of Documentation/virt/kvm/x86/*.rst: at most 80 columns,
 * except links that are longer. `version` and verdicts are as in `contract`; the text has no date.
 */
export function contractRst(contract: ContractData): string {
  const { version, chapters, designs } = contract;
  const parts = [
    '.. SPDX-License-Identifier: GPL-2.0-only',
    heading('Last Branch Records: the contract between KVM and perf', '=', true),
    ...introduction(version),
    heading('Rules', '='),
    ...chapters
      .filter(({ rules }) => rules.length > 0)
      .flatMap(({ title, rules }) => [heading(title, '-'), ...rules.map(rstRule)]),
    heading('Behaviour by version', '='),
    ...behaviour(contract),
    heading('What differs', '='),
    paragraph('Where releases, posted series and proposals take different decisions:'),
    ...differences(contract.switches.protocol, designs, 'protocol'),
    ...differences(contract.switches.register, designs, 'register'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What a reader who has not met the contract needs for the rest. */
function introduction(version: string): string[] {
  return [
    paragraph(
      'Intel CPUs record the last taken branches in a stack of MSRs, the Last Branch Records (LBRs). perf uses them for ' +
        'host events that ask for a branch stack. KVM gives them to a guest through an event of its own, the vLBR ' +
        'event, which perf schedules beside those of the host. This document says what the two, the guest and the VMM ' +
        'can rely on: who has the LBRs of a CPU and when that may change, what KVM checks, loads and restores at ' +
        'VM-entry and VM-exit, and what a guest finds in DEBUGCTL and in the LBR MSRs.',
    ),
    paragraph(
      'It covers legacy LBRs and Arch LBRs on Intel CPUs. It does not cover AMD, nor what perf does with the records it has read.',
    ),
    heading('How to read it', '='),
    paragraph(
      'Each rule has an ID that is never reused and never renumbered, one normative sentence, a rationale, what the ' +
        'sentence does not say, and its sources. Cite a rule by ID and revision, with its sentence. A changed meaning ' +
        `is a new revision; a retired ID is not given away again. This is version ${version}.`,
    ),
    paragraph(
      'The words must, must not, should and may are normative inside the sentence of a rule, and nowhere else. Of the ' +
        'sources, "read" marks what was read in the source of the version named, "said" what a person said on a list ' +
        'or in a commit message, "inferred" what follows from either and was not confirmed.',
    ),
    [
      paragraph('pCPU: a CPU of the host.', '* '),
      paragraph('owner of the LBRs of a pCPU: the event for which they record.', '* '),
      paragraph('records: the FROM, TO and INFO MSRs; with TOS, SELECT, DEPTH and LBR_CTL, the LBR MSRs.', '* '),
      paragraph('VMM: the process that runs the vCPUs through ioctls, for example QEMU.', '* '),
    ].join('\n'),
  ];
}

function behaviour({ verdicts, chapters, designs }: ContractData): string[] {
  const listed = designs.map(({ name, summary }) => paragraph(`${name}: ${summary}`, '* ')).join('\n');
  if (verdicts === undefined) return [listed];
  const names = verdicts.designs;
  const cell = (rule: string, design: string): string => {
    const entry = verdicts.verdicts.find((candidate) => candidate.rule === rule && candidate.design === design);
    return entry === undefined ? '?' : CELL[entry.verdict];
  };
  const released = designs.filter(({ kind }) => kind === 'release').map(({ name }) => name);
  const [releases, others] = [true, false].map((one) => names.filter((name) => released.includes(name) === one));
  // Two tables, because one of all designs is wider than a page.
  const tableOf = (some: readonly string[]): string =>
    simpleTable(
      [['Rule'], ...some.map((name) => brokenName(name, 8))],
      chapters.flatMap(({ rules }) => rules.map(({ id }) => [id, ...some.map((name) => cell(id, name))])),
    );
  return [
    paragraph(
      'Whether a model of each design, not hardware, keeps the rule. "yes": no state or run within the bounds of the ' +
        'search breaks it; "NO": a run does; "n/a": the rule says nothing about the design; "?": not established.',
    ),
    ...[releases, others].filter((some) => some.length > 0).map(tableOf),
    listed,
  ];
}

/** Each switch on which the designs differ, with who decides what; a design is left out where it has no code of which the switch speaks. */
function differences(table: SwitchTable, designs: readonly DesignData[], world: 'protocol' | 'register'): string[] {
  return Object.entries(table).flatMap(([name, { question, values }]) => {
    const deciding = Object.keys(values).map((value) => ({
      value,
      names: designs
        .filter((design) => design[world]?.[name] === value && matters(world, name, design))
        .map((design) => design.name),
    }));
    const taken = deciding.filter(({ names }) => names.length > 0);
    if (taken.length < 2) return [];
    const items = taken.map(({ value, names }) => paragraph(`${names.join(', ')}: ${values[value]}`, '* '));
    return [paragraph(question), items.join('\n')];
  });
}
