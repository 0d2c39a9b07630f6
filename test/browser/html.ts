import { readFileSync } from 'node:fs';
import path from 'node:path';

const TAG = /<[a-z][a-z0-9-]*((?:\s+[^\s=>"']+(?:=(?:"[^"]*"|'[^']*'|[^\s>]*))?)*)\s*\/?>/gi;
const ATTRIBUTE = /\s(id|href)=(?:"([^"]*)"|'([^']*)'|([^\s>]*))/g;

/** What the HTML of a built page says without a browser: its IDs and where it links to. */
export function idsAndLinks(root: string, page: string): { ids: Set<string>; links: Set<string> } {
  const ids = new Set<string>();
  const links = new Set<string>();
  for (const [, attributes = ''] of readFileSync(path.join(root, page, 'index.html'), 'utf8').matchAll(TAG)) {
    for (const [, name, double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
      const value = (double ?? single ?? bare ?? '').replaceAll('&amp;', '&').replaceAll('&#x27;', "'");
      (name === 'id' ? ids : links).add(value);
    }
  }
  return { ids, links };
}
