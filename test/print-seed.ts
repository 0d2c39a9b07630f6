import type { TestProject } from 'vitest/node';
import { DEFAULT_SEED } from '../src/cli/verify/options.ts';

/** Settles the seed of the properties of a test run, and prints it: that of the release, or `LBR_CONTRACT_SEED`. */
export function setup(project: TestProject): void {
  const asked = process.env['LBR_CONTRACT_SEED'];
  const seed = asked === undefined ? DEFAULT_SEED : Number(asked);
  if (asked === '' || !Number.isSafeInteger(seed) || seed < 0 || seed > 0x7fff_ffff) {
    throw new RangeError(`LBR_CONTRACT_SEED: found "${asked}", expected a whole number from 0 to ${0x7fff_ffff}`);
  }
  process.stdout.write(`Properties run from seed ${seed}; LBR_CONTRACT_SEED sets another.\n`);
  project.provide('propertySeed', seed);
}
