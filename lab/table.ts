// `npm run lab`: the table of rules by kernels, and lab/results.json.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mergeResults, parseResults, type LabResults } from '../src/spec/lab/results.ts';
import { tableText } from '../src/spec/lab/table.ts';
import { packageRoot } from '../src/node/package-root.ts';
import { UsageError } from '../src/node/usage-error.ts';
import { runCampaign } from './campaign.ts';
import { LAB_KERNELS } from './kernels.ts';

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;

/** [--kernel SERIES]... [--rule ID]... [--shard I/N] [--out FILE] [--fresh] */
export async function table(args: string[], say: (line: string) => void): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { kernel: many, rule: many, shard: text, out: text, fresh: { type: 'boolean' } },
  });
  for (const name of values.kernel ?? []) {
    if (!LAB_KERNELS.some((kernel) => kernel.name === name)) {
      throw new UsageError(
        `--kernel: found "${name}", expected ${LAB_KERNELS.map((kernel) => kernel.name).join(', ')}`,
      );
    }
  }
  const root = packageRoot();
  const out = values.out ?? join(root, 'lab', 'results.json');
  const state = `${out}.state`;
  if (values.fresh === true) rmSync(state, { force: true });
  const results = await runCampaign({
    root,
    kernels: values.kernel ?? [],
    rules: values.rule ?? [],
    shard: shardOption(values.shard),
    state,
    say,
  });
  writeResults(out, results);
  rmSync(state, { force: true });
  say('');
  say(tableText(results));
  return 0;
}

/** FILE... [--out FILE]: joins the parts of one run. */
export async function merge(args: string[], say: (line: string) => void): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { out: text } });
  if (positionals.length === 0) throw new UsageError('merge: expected the files of the parts');
  const results = mergeResults(positionals.map((file) => parseResults(readFileSync(file, 'utf8'), file)));
  writeResults(values.out ?? join(packageRoot(), 'lab', 'results.json'), results);
  say(tableText(results));
  return 0;
}

function writeResults(file: string, results: LabResults): void {
  writeFileSync(`${file}.part`, `${JSON.stringify(results, undefined, 1)}\n`);
  renameSync(`${file}.part`, file);
}

/** `2/4` as [2, 4]. */
export function shardOption(value: string | undefined): [number, number] {
  if (value === undefined) return [1, 1];
  const found = /^([1-9]\d*)\/([1-9]\d*)$/.exec(value);
  const [index, count] = [Number(found?.[1]), Number(found?.[2])];
  if (!found || index > count) throw new UsageError(`--shard: found "${value}", expected I/N with I from 1 to N`);
  return [index, count];
}
