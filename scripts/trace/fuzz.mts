// `npx tsx scripts/trace/fuzz.mts [cases] [first seed]`: damaged, cut, reordered and random trace text, a million cases where no
// number is given. Ends at the first crash, at a case that takes longer than a second of CPU, and at a violation that
// reordering invents in a trace that keeps every rule.
import { fuzz } from '../../test/trace/long-fuzz.ts';

const numbers = [1_000_000, 1].map((usual, index) => {
  const word = process.argv[index + 2];
  return word === undefined ? usual : /^\d+$/.test(word) ? Number(word) : NaN;
});
const [cases = NaN, first = NaN] = numbers;
if (process.argv.length > 4 || !numbers.every(Number.isSafeInteger)) {
  process.stderr.write(
    `fuzz: found "${process.argv.slice(2).join(' ')}", expected the number of cases and the first seed\n`,
  );
  process.exitCode = 2;
} else {
  process.exitCode = fuzz(cases, first);
}
