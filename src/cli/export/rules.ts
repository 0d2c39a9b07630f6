import { rulesJson } from '../../spec/report/rules-json.ts';
import { contractData } from '../contract.ts';
import type { ExportTarget } from './target.ts';

export const rules: ExportTarget = {
  summary: 'rules.json: rules, designs, switches and verdicts, by lbr-rules-1.schema.json',
  async files(_out, { site } = {}) {
    return [{ path: 'rules.json', text: `${JSON.stringify(rulesJson(contractData(), site), null, 2)}\n` }];
  },
};
