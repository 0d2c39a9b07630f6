import * as fc from 'fast-check';
import { everyDesign, printedRun, AS } from './printed-run.ts';
import { checkText } from './check-text.ts';
const ACCESS = ['LBR-MSR-1', 'LBR-MSR-2', 'LBR-ARCH-4', 'LBR-ARCH-26'];
const runs = fc.record({
  design: fc.constantFrom(...everyDesign),
  instance: fc.nat(),
  choices: fc.array(fc.nat(1 << 16), { minLength: 30, maxLength: 160, size: 'max' }),
});
const count = new Map();
let bad = 0;
for (const r of fc.sample(runs, { numRuns: Number(process.argv[2]), seed: Number(process.argv[3]) })) {
  const { text, steps } = printedRun(r.design, r.instance, r.choices);
  for (const v of checkText(text).violations) {
    const st = steps.find((s) => s.firstLine <= v.line && v.line <= s.lastLine)!;
    const ok =
      (ACCESS.includes(v.rule) && st.hostRecordsForGuest) || (AS[v.rule] ?? [v.rule]).some((id) => st.broken.has(id));
    const k = v.rule + ' ' + st?.op + ' ok:' + ok;
    count.set(k, (count.get(k) || 0) + 1);
    if (!ok && bad++ < 2) {
      console.log(
        text
          .split('\n')
          .slice(0, v.line + 1)
          .slice(-45)
          .map((l) => l.slice(0, 110))
          .join('\n'),
        v.message,
      );
    }
  }
}
console.log(count);
