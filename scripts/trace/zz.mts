import { allRules } from '../../src/spec/rules/index.ts';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { NotATraceError, TraceCheck } from '../../src/spec/trace/check.ts';
import { keptArchTrace } from '../../test/trace/kept-arch-trace.ts';
import { keptTrace } from '../../test/trace/kept-trace.ts';
import { printedForms } from '../../test/trace/printed-forms.ts';
const contract = traceRules(allRules);
let n = 0, bad = 0;
for (const [which, base] of [keptTrace(), keptArchTrace()].entries())
  for (const [form, text] of [['plain', base.text] as const, ...printedForms(base.text)]) {
    const lines = text.split('\n');
    for (let i = 0; i + 1 < lines.length; i++)
      for (let cut = 0; cut < Math.min(70, lines[i].length); cut++) {
        if (lines[i].slice(0, cut).trim() === '' || !/1d9|msr|kvm/.test(lines[i])) continue;
        const t = [...lines.slice(0, i), lines[i].slice(0, cut) + lines[i + 1], ...lines.slice(i + 2)].join('\n');
        n++;
        const check = new TraceCheck({ input: 'x', guest: 'infer', contract });
        try { check.push(Buffer.from(t)); const v = check.end().violations; if (v.length) { bad++; if (bad < 40) console.log(which, form, i, cut, v.map((x) => x.rule).join(), JSON.stringify(lines[i].slice(0, cut) + lines[i + 1])); } }
        catch (e) { if (!(e instanceof NotATraceError)) throw e; }
      }
    console.log(form, n, bad);
  }
