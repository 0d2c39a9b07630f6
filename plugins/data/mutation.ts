import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readResults, REASONS_FILE, RESULTS_FILE } from '../../mutate/results.ts';
import { mutationData, type MutationData } from '../../src/site-data/mutation.ts';

/** The page of changed lines from the files of the repository; there may be no results yet. */
export function readMutation(root: string): MutationData {
  const reasons = JSON.parse(readFileSync(path.join(root, REASONS_FILE), 'utf8')) as Readonly<Record<string, string>>;
  return mutationData(readResults(path.join(root, RESULTS_FILE)), reasons);
}
