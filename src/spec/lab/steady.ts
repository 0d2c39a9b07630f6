/** Runs in which nobody competes for the LBRs, so that every report in them is false. */
import { Random } from '../check/random.ts';
import type { PlanLine } from './plan.ts';

const OPERATIONS: readonly string[] = [
  'wr:0x1d9,0x1',
  'wr:0x1d9,0x1',
  'wr:0x1d9,0x0',
  'branch:3',
  'branch:3',
  'exit',
  'exit',
  'out',
  'rd:0x1c9',
  'rd:0x680',
];

/** Operations in one line: the agent takes lines of 4,087 bytes. */
const MOST = 250;

/** `count` random operations of one guest without a host event: run `run` of a seed. */
export function quietLines(seed: number, run: number, count: number): PlanLine[] {
  const random = Random.ofRun(seed, run);
  const lines = ['vm A vm=vm0 lbr=host cpu=0', 'freeze_on_smi 0', 'switch A'];
  for (let left = count; left > 0; left -= MOST) {
    const program = Array.from({ length: Math.min(left, MOST) }, () => OPERATIONS[random.below(OPERATIONS.length)]);
    lines.push(`run ${program.join(' ')}`);
  }
  lines.push('switch main');
  return lines.map((text) => ({ text }));
}
