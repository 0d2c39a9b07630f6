import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the site is published and where its sources are; each is undefined where nobody has said so. */
export interface SiteAddress {
  /** Origin, without a path. */
  readonly url: string | undefined;
  /** Web address of the repository, without a slash at its end. */
  readonly repository: string | undefined;
}

/** What `SITE_URL` says, then `homepage` in package.json; the repository is `repository` in package.json. */
export function siteAddressOf(root: string): SiteAddress {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly homepage?: string;
    readonly repository?: string | { readonly url: string };
  };
  const home = process.env['SITE_URL'] ?? manifest.homepage;
  if (home !== undefined && !(URL.canParse(home) && /^https?:/.test(home))) {
    throw new Error(
      `SITE_URL or homepage in package.json: found "${home}", expected an address like https://example.org`,
    );
  }
  const source = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  return {
    url: home === undefined ? undefined : new URL(home).origin,
    repository: source?.replace(/^git\+/, '').replace(/(\.git)?\/?$/, ''),
  };
}
