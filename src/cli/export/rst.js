import { contractRst } from '../../spec/report/rst/contract.ts';
import { contractData } from '../contract.ts';
export const rst = {
    summary: 'one document for Documentation/virt/kvm/x86 of a kernel tree',
    async files() {
        return [{ path: 'lbr-contract.rst', text: contractRst(contractData()) }];
    },
};
