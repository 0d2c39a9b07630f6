import { writeFileSync, mkdirSync, renameSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { mutants } from '../../spec/designs/mutants.ts';
import { report } from '../../spec/report/index.ts';
import { mutantEntries, verdictEntries } from '../../spec/verify/assemble.ts';
import { planJobs } from '../../spec/verify/plan.ts';
import { problemsOf } from '../../spec/verify/problems.ts';
import { treeState } from '../git.ts';
import { modelHash } from '../model-hash.ts';
import { version } from '../version.ts';
import { DEFAULT_RUNS, DEFAULT_SEED, verifyOptions } from '../verify/options.ts';
import { progressLine } from '../verify/progress.ts';
import { runAll } from '../verify/run-all.ts';
/** `lbr-contract verify` */
export const verify = {
    name: 'verify',
    summary: 'run every rule on every design and compare with what is declared',
    usage: `
lbr-contract verify [--rule ID]... [--design NAME]... [--runs N] [--seed S] [--reporter NAME] [--out FILE]

Runs the properties of the rules on the designs. Exit status 0 if all verdicts are as declared, 1 if not, 2 for bad
usage. Progress goes to the terminal; nothing is printed but the report where there is none.

  --rule ID        only this rule; may be repeated
  --design NAME    only this design; may be repeated
  --runs N         random walks per instance, and generated cases per register rule (${DEFAULT_RUNS})
  --seed S         seed of both (${DEFAULT_SEED})
  --max-states N   bound of each search
  --no-mutants     leave the kill table out
  --workers N      threads (one per core)
  --reporter NAME  pretty, json, ktap, junit, sarif, csv
  --out FILE       write the report there instead of to standard output; pretty is printed as well
`,
    async run(args) {
        const options = verifyOptions(args, availableParallelism());
        const file = await verdictFile(options);
        writeReport(file, options);
        const problems = problemsOf(file.verdicts, file.mutants);
        for (const problem of problems)
            process.stderr.write(`${problem}\n`);
        return problems.length === 0 ? 0 : 1;
    },
};
async function verdictFile(options) {
    const { rules, designs, seed, runs, maxStates } = options;
    const judged = options.mutants ? mutants : [];
    const jobs = planJobs({ rules, designs, mutants: judged, seed, runs, maxStates });
    const progress = progressLine();
    const outcomes = await runAll(jobs, progress.onDone);
    progress.end();
    const verdicts = verdictEntries(rules, designs, outcomes, seed);
    return {
        format: 'lbr-verdicts/1',
        version,
        ...treeState(),
        modelHash: modelHash(),
        date: new Date().toISOString(),
        seed,
        complete: options.mutants,
        designs,
        verdicts,
        mutants: mutantEntries(judged, rules, verdicts, outcomes, seed),
    };
}
/** A report goes to its file whole or not at all. */
function writeReport(file, { reporter, out }) {
    if (out === undefined) {
        process.stdout.write(report(file, reporter));
        return;
    }
    const name = reporter === 'pretty' ? 'json' : reporter;
    mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
    writeFileSync(`${out}.part`, report(file, name));
    renameSync(`${out}.part`, out);
    if (reporter === 'pretty')
        process.stdout.write(report(file, 'pretty'));
}
