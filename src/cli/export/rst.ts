import { contractRst } from '../../spec/report/rst/contract.ts';
import { kernelRst } from '../../spec/report/rst/kernel/document.ts';
import { ruleTexts } from '../../spec/rules/index.ts';
import { UsageError } from '../../node/usage-error.ts';
import { contractData } from '../contract.ts';
import { seenInKernel } from '../disclosure.ts';
import { chosenKernel } from './kernel-choice.ts';
import type { ExportTarget } from './target.ts';

export const rst: ExportTarget = {
  summary: 'one document for Documentation/virt/kvm/x86 of a kernel tree, about one kernel; --full: the whole contract',
  takes: ['design', 'kernel', 'full'],
  async files(_out, { full = false, ...choice } = {}) {
    if (!full) {
      const kernel = chosenKernel(choice);
      return [{ path: 'lbr.rst', text: kernelRst({ kernel, rules: ruleTexts, seen: seenInKernel(kernel.name) }) }];
    }
    const other = (['design', 'kernel'] as const).find((name) => choice[name] !== undefined);
    if (other !== undefined) throw new UsageError(`rst --full does not take --${other}: it is about all designs`);
    return [{ path: 'lbr-contract.rst', text: contractRst(contractData()) }];
  },
};
