import { cite } from '@spec/report/cite.ts';
import { ruleId } from '@spec/kit/rule.ts';

/** What the cite button copies: the same text as `lbr-contract cite`. */
export function citation({ rule = '', revision = '1', title = '', statement = '' }: DOMStringMap): string {
  const version = document.querySelector<HTMLMetaElement>('meta[name="lbr-version"]')?.content ?? '';
  // Never the address bar: a reader of a local build would cite his own machine.
  const site = document.querySelector<HTMLMetaElement>('meta[name="lbr-site"]')?.content;
  return cite({ id: ruleId(rule), revision: Number(revision), title, statement }, 'plain', {
    version,
    site,
  });
}
