import { errataEntry } from '../../spec/report/rst/kernel/errata.ts';
import { chosenKernel } from './kernel-choice.ts';
import type { ExportTarget } from './target.ts';

export const errata: ExportTarget = {
  summary: 'an entry for Documentation/virt/kvm/x86/errata.rst of a kernel tree, about one kernel',
  takes: ['design', 'kernel'],
  files: async (_out, choice = {}) => [{ path: 'errata-lbr.rst', text: errataEntry(chosenKernel(choice)) }],
};
