import { rulesJson } from '../../spec/report/rules-json.ts';
import { defaultSite } from '../../spec/report/permalink.ts';
import { contractData } from '../contract.ts';
export const rules = {
    summary: 'rules.json: rules, designs, switches and verdicts, by lbr-rules-1.schema.json',
    async files() {
        return [{ path: 'rules.json', text: `${JSON.stringify(rulesJson(contractData(), defaultSite), null, 2)}\n` }];
    },
};
