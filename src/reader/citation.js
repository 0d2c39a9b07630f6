import { cite } from '@spec/report/cite.ts';
import { ruleId } from '@spec/kit/rule.ts';
import { baseUrl } from './base-url.ts';
/** What the cite button copies: the same text as `lbr-contract cite`. */
export function citation({ rule = '', revision = '1', title = '', statement = '' }) {
    const version = document.querySelector('meta[name="lbr-version"]')?.content ?? '';
    return cite({ id: ruleId(rule), revision: Number(revision), title, statement }, 'plain', {
        version,
        site: baseUrl(),
    });
}
