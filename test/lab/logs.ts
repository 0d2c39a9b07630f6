import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseLog } from '../../src/spec/lab/log/parse.ts';
import type { LabLog } from '../../src/spec/lab/log/types.ts';

/** A recorded log of the lab, test/data/lab/NAME.log.gz. */
export function recordedLog(name: string): LabLog {
  return parseLog(gunzipSync(readFileSync(new URL(`../data/lab/${name}.log.gz`, import.meta.url))).toString('utf8'));
}
