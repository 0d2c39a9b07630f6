import { element, escapeXml } from '../kit/xml.ts';
import type { RuleChange } from './change-log.ts';

/** IDs are for ever and independent of where the site is: `tag:` URIs (RFC 4151), not addresses. */
const TAG = 'tag:lbr-contract,2026:changes';

/**
 * The change log as an Atom feed (RFC 4287), newest change first. `site` is where the contract is published; without it the
 * links are relative to the feed.
 */
export function changeLogAtom(changes: readonly RuleChange[], site: string | undefined): string {
  const home = site === undefined ? '' : `${site.replace(/\/+$/, '')}/`;
  const feed = element('feed', { xmlns: 'http://www.w3.org/2005/Atom' }, [
    text('title', 'LBR Contract: changes of rules'),
    text('id', TAG),
    `\n  ${element('link', { rel: 'alternate', href: `${home}changes/` })}`,
    `\n  ${element('link', { rel: 'self', href: `${home}changes.atom` })}`,
    text('updated', timestamp(changes[0]?.date ?? '1970-01-01')),
    `\n  ${element('author', {}, ['<name>LBR Contract</name>'])}`,
    ...changes.map((change) => entry(change, home)),
    '\n',
  ]);
  return `<?xml version="1.0" encoding="utf-8"?>\n${feed}\n`;
}

function entry(change: RuleChange, home: string): string {
  const children = [
    text('title', `${change.id} r${change.revision} ${change.kind}: ${change.title}`),
    // A revision and a retirement of one rule are two entries for ever.
    text('id', `${TAG}:${change.id}:${change.kind}-${change.revision}`),
    `\n  ${element('link', { rel: 'alternate', href: `${home}r/${change.id}/` })}`,
    text('updated', timestamp(change.date)),
    text('content', content(change)),
    '\n',
  ];
  return `\n${element('entry', {}, children)}`;
}

function content({ reason, before, after, replacedBy }: RuleChange): string {
  const lines = [`Why: ${reason}`];
  if (before !== undefined) lines.push(`Before: ${before}`);
  if (after !== undefined) lines.push(`After: ${after}`);
  if (replacedBy !== undefined && replacedBy.length > 0) lines.push(`Replaced by: ${replacedBy.join(', ')}`);
  return lines.join('\n');
}

function text(name: string, value: string): string {
  return `\n  ${element(name, {}, [escapeXml(value)])}`;
}

function timestamp(date: string): string {
  return `${date}T00:00:00Z`;
}
