import type { SwitchTable } from '../../designs/switch.ts';
import type { ContractData, DesignData } from '../contract-data.ts';
import { rstRule } from './rule.ts';
import { brokenName, simpleTable } from './table.ts';
import { heading, paragraph } from './text.ts';

const CELL = { holds: 'yes', violated: 'NO', 'not-applicable': 'n/a', 'not-established': '?' } as const;

/**
 * The whole contract as one reStructuredText file in the form of Documentation/virt/kvm/x86/*.rst: at most 80 columns,
 * but for links that are longer. `version` and verdicts are as in `contract`; the text has no date.
 */
export function contractRst(contract: ContractData): string {
  const { version, chapters, designs } = contract;
  const parts = [
    '.. SPDX-License-Identifier: GPL-2.0 OR Apache-2.0',
    heading('Last Branch Records: the contract between KVM and perf', '=', true),
    paragraph(
      `This is version ${version} of the contract. Each rule has an ID that is never reused, one normative sentence, a ` +
        'rationale and its sources. "read" marks what was read in the source of the version named, "said" what a ' +
        'person said on a list or in a commit message, "inferred" what follows from either and was not confirmed.',
    ),
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

function behaviour({ verdicts, chapters, designs }: ContractData): string[] {
  const listed = designs.map(({ name, summary }) => paragraph(`${name}: ${summary}`, '* ')).join('\n');
  if (verdicts === undefined) return [listed];
  const names = verdicts.designs;
  const cell = (rule: string, design: string): string => {
    const entry = verdicts.verdicts.find((candidate) => candidate.rule === rule && candidate.design === design);
    return entry === undefined ? '?' : CELL[entry.verdict];
  };
  const rows = chapters.flatMap(({ rules }) => rules.map(({ id }) => [id, ...names.map((name) => cell(id, name))]));
  return [
    paragraph(
      'Whether a model of each design, not hardware, keeps the rule. "yes": no state or run within the bounds of the ' +
        'search breaks it; "NO": a run does; "n/a": the rule says nothing about the design; "?": not established.',
    ),
    simpleTable([['Rule'], ...names.map((name) => brokenName(name, 8))], rows),
    listed,
  ];
}

/** Each switch on which the designs differ, with who decides what. */
function differences(table: SwitchTable, designs: readonly DesignData[], world: 'protocol' | 'register'): string[] {
  return Object.entries(table).flatMap(([name, { question, values }]) => {
    const deciding = Object.keys(values).map((value) => ({
      value,
      names: designs.filter((design) => design[world]?.[name] === value).map((design) => design.name),
    }));
    const taken = deciding.filter(({ names }) => names.length > 0);
    if (taken.length < 2) return [];
    const items = taken.map(({ value, names }) => paragraph(`${names.join(', ')}: ${values[value]}`, '* '));
    return [paragraph(question), items.join('\n')];
  });
}
