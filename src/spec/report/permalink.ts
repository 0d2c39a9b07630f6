/** Where the site is published; a build of one's own sets `SITE_URL`, the command line takes `--site`. */
export const defaultSite = 'https://lbr-contract.invalid';

/** The address of a rule that never changes, whatever page the rule stands on. `site` has no trailing slash needed. */
export function permalink(id: string, site: string = defaultSite): string {
  return `${site.replace(/\/+$/, '')}/r/${id}`;
}
