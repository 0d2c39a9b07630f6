/** A generator of numbers below a limit. */
export type Below = (limit: number) => number;

/** Names, separators and line breaks; no digit of a value, a column or a time is another afterwards. */
type Blur = (lines: string[], at: number, below: Below) => void;

const NAME = /\b(?:write_msr|read_msr|kvm_msr|kvm_entry|kvm_exit|sched_switch)\b/;
const LETTERS = 'abcxyzKVM_*.-~ \u00a0\t\u001b#';
const SIGNS = ['\u00a0', '\t', ' ', '\u001b[31m', '**', ';', '|', '\u200b', '?'];
const BETWEEN = [
  '...',
  '[...]',
  '<SNIP>',
  '--',
  '~~~~~',
  'Here the guest reads it, and this is what it gets.',
  'xyz',
  '',
];
const GUEST =
  'VM:12345 VCPU:000             perf     900 [000]   512.000001:            msr:write_msr: 1d9, value 4001';

const change = (lines: string[], at: number, how: (line: string) => string): void => {
  lines[at] = how(lines[at]);
};

const inName = (line: string, how: (name: string) => string): string => line.replace(NAME, how);

const BLURS: readonly Blur[] = [
  // A letter or two of the name.
  (lines, at, below) =>
    change(lines, at, (line) =>
      inName(line, (name) => {
        const place = below(name.length);
        return name.slice(0, place) + LETTERS[below(LETTERS.length)] + name.slice(place + below(3));
      }),
    ),
  // The name is cut, from either end; the line with it or not.
  (lines, at, below) => change(lines, at, (line) => inName(line, (name) => name.slice(below(name.length)))),
  (lines, at, below) => change(lines, at, (line) => inName(line, (name) => name.slice(0, below(name.length)))),
  (lines, at, below) =>
    change(lines, at, (line) => {
      const found = NAME.exec(line);
      return found ? line.slice(0, found.index + below(found[0].length + 2)) : line;
    }),
  // The colon after the name, the comma or the word before the value.
  (lines, at, below) => change(lines, at, (line) => line.replace(/(?<=_\w+):/, SIGNS[below(SIGNS.length)])),
  (lines, at, below) => change(lines, at, (line) => line.replace(/, value | = 0x/, SIGNS[below(SIGNS.length)])),
  // A blank anywhere: around names, in the columns.
  (lines, at, below) =>
    change(lines, at, (line) => {
      const blanks = [...line.matchAll(/ /g)];
      const place = blanks[below(blanks.length)]?.index;
      return place === undefined ? line : line.slice(0, place) + SIGNS[below(SIGNS.length)] + line.slice(place + 1);
    }),
  // Two lines in one; one line in two.
  (lines, at) => void lines.splice(at, 2, lines[at] + (lines[at + 1] ?? '')),
  (lines, at, below) => {
    const place = below(lines[at].length + 1);
    lines.splice(at, 1, lines[at].slice(0, place), lines[at].slice(place));
  },
  // The brackets around the CPU, the dash before the thread.
  (lines, at, below) => change(lines, at, (line) => line.replace(/[[\]]|(?<=\w)-(?=\d)/, SIGNS[below(SIGNS.length)])),
  // What others put before and between lines.
  (lines, at, below) => change(lines, at, (line) => ['> ', '+', '\t', '| ', '&gt; '][below(5)] + line),
  (lines, at, below) => void lines.splice(at, 0, BETWEEN[below(BETWEEN.length)]),
  (lines, at) => void lines.splice(at, 0, GUEST),
  // What is left of a line that was cut.
  (lines, at, below) => change(lines, at, (line) => line.slice(0, 1 + below(29))),
];

/** Lines with damage of names, separators and line breaks in a few places, the others whole. */
export function blurred(lines: readonly string[], below: Below): string {
  const result = [...lines];
  for (let hits = 1 + below(6); hits > 0; hits--) BLURS[below(BLURS.length)](result, below(result.length), below);
  return result.join('\n');
}
