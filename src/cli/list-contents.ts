import { designs } from '../spec/designs/index.ts';
import { plainText } from '../spec/report/cite.ts';
import { chapters, ruleTexts } from '../spec/rules/index.ts';
import { protocolSwitches } from '../spec/switches/protocol.ts';
import { registerSwitches } from '../spec/switches/register.ts';

const broken = (design: string, rules: typeof ruleTexts): number =>
  rules.filter(({ violatedOn }) => violatedOn.includes(design)).length;

const switchCounts = [
  { world: 'register', switches: Object.keys(registerSwitches).length },
  { world: 'protocol', switches: Object.keys(protocolSwitches).length },
];

/** What `lbr-contract list` prints without a word: what there is, and which command lists it. */
export function contents(): string {
  const chapterLines = chapters.map(({ slug, title, rules }) => {
    const guards = rules.filter(({ securityBoundary }) => securityBoundary === true).length;
    const count = `${rules.length} ${rules.length === 1 ? 'rule' : 'rules'}`;
    return [slug, title, guards === 0 ? count : `${count}, ${guards} of a security boundary`];
  });
  const designLines = designs.map(({ name, kind, year, title }) => [
    name,
    `${kind}, ${year}`,
    `breaks ${broken(name, ruleTexts)}`,
    plainText(title),
  ]);
  const switchLines = switchCounts.map(({ world, switches }) => [world, `${switches} switches`]);
  return [
    `${ruleTexts.length} rules in ${chapters.length} chapters: lbr-contract list rules [--chapter NAME]`,
    ...columns(chapterLines),
    '',
    `${designs.length} designs: lbr-contract list designs, lbr-contract list rules --design NAME`,
    ...columns(designLines),
    '',
    'Switches, in which the designs differ: lbr-contract list switches [--world NAME] [--design NAME]',
    ...columns(switchLines),
    '',
    'lbr-contract rule ID prints a rule, lbr-contract search WORDS finds it.',
    '',
  ].join('\n');
}

/** The same as one JSON line for each chapter, design and world of switches. */
export function contentsAsJson(): string {
  const lines = [
    ...chapters.map(({ slug, title, rules }) => ({ chapter: slug, title, rules: rules.map(({ id }) => id) })),
    ...designs.map(({ name, kind, year, title }) => ({
      design: name,
      kind,
      year,
      title: plainText(title),
      violated: broken(name, ruleTexts),
    })),
    ...switchCounts,
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Rows below each other, each column as wide as its widest cell. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(width(column))).join('  ')}`.trimEnd());
}
