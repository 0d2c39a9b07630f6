import type { Design } from '../../../designs/design.ts';
import { heading, paragraph } from '../text.ts';
import { contextSwitch } from './context-switch.ts';
import { entryExit } from './entry-exit.ts';
import { factTexts } from './fact.ts';
import { issues, mediatedIssues, type BrokenRule, type Seen } from './issues.ts';
import { mediatedOf } from './kernels.ts';
import { contexts, ownership } from './ownership.ts';
import { guest, vmm } from './vmm.ts';

/** Everything that the document is made of. */
interface KernelDocument {
  /** One of `documentedKernels`. */
  readonly kernel: Design;
  /** Every rule, in the order of the chapters. */
  readonly rules: readonly BrokenRule[];
  readonly seen: Seen | undefined;
}

/** The parts on what the kernel does, in their order. */
export const kernelSections = [ownership, contexts, entryExit, contextSwitch, vmm, guest] as const;

/**
 * How one kernel shares the LBRs between perf and its guests, as a document for Documentation/virt/kvm/x86: what it does, not
 * what it should do, and which rules it breaks. At most 80 columns; no date.
 */
export function kernelRst({ kernel, rules, seen }: KernelDocument): string {
  const mediated = mediatedOf(kernel);
  const brokenOn = (design: Design): BrokenRule[] => rules.filter(({ violatedOn }) => violatedOn.includes(design.name));
  const broken = brokenOn(kernel);
  const brokenMediated = mediated === undefined ? [] : brokenOn(mediated);
  const ids = new Set<string>([...broken, ...brokenMediated].map(({ id }) => id));
  const parts = [
    '.. SPDX-License-Identifier: GPL-2.0-only',
    heading('Last Branch Records of guests on Intel CPUs', '=', true),
    ...introduction(kernel),
    ...kernelSections.flatMap((section) => [heading(section.title, '='), factTexts(section, kernel, ids)]),
    heading('Known issues', '='),
    ...issues(broken, seen),
    ...(mediated === undefined ? [] : mediatedIssues(broken, brokenMediated)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function introduction({ title }: Design): string[] {
  return [
    paragraph(
      `This document describes ${title}. perf records branches of the host in the Last Branch Record (LBR) MSRs; KVM gives ` +
        'the same MSRs to a guest. AMD CPUs are not covered.',
    ),
    [
      paragraph('LBR MSRs: the records (FROM, TO and INFO), TOS and LBR_SELECT.', '* '),
      paragraph(
        'guest LBR event: the perf event that KVM creates for a vCPU. Host LBR event: any other that asks for a branch stack.',
        '* ',
      ),
      paragraph('owner: the guest or host LBR event that the records of a CPU (pCPU) belong to.', '* '),
      paragraph('LBR-OWN-3 and its like: rules that are broken; see Known issues.', '* '),
    ].join('\n'),
  ];
}
