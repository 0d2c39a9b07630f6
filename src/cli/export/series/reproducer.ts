import { existsSync } from 'node:fs';
import path from 'node:path';
import { SUPPORTED } from '../../../spec/designs/supported.ts';
import { packageRoot } from '../../../node/package-root.ts';
import { storedEvidence } from '../../disclosure.ts';

/**
 * What a changelog says of how to see the bug: the run of the strongest grade that is stored for one of the rules, and what
 * was not run. `rules` are those that the patch aims at, the first one first.
 */
export function reproducerText(rules: readonly string[]): string {
  const whole = rules.find((rule) => storedEvidence(rule).grade === 'whole-kernel');
  const rule = whole ?? rules[0];
  const file = SUPPORTED.toReversed()
    .map((design) => `scenarios/counterexamples/${rule}/${design}.json`)
    .find((candidate) => existsSync(path.join(packageRoot(), candidate)));
  if (file === undefined) return 'Found by inspection. Not tested on hardware.';
  return whole === undefined
    ? `Found by inspection, and reproduced in a model of the code only, by "lbr-contract replay ${file}". Not tested on hardware.`
    : `Reproduced in an unmodified kernel on an emulated CPU, by "lbr-contract lab run ${file}". Not tested on hardware.`;
}
