/** The bug museum: bugs of the record, each as a mutant that has it, and those that no switch can bring back. */
import type { MuseumBug } from './bug.ts';
import { kvmBugs } from './kvm-bugs.ts';
import { openBugs } from './open-bugs.ts';
import { otherBugs } from './other-bugs.ts';
import { perfBugs } from './perf-bugs.ts';

export const museum: readonly MuseumBug[] = [...kvmBugs, ...perfBugs, ...openBugs, ...otherBugs];

export type { MuseumBug } from './bug.ts';
export { notExpressed } from './not-expressed.ts';
