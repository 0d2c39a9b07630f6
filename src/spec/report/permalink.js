/** Where the site is published; a build of one's own sets `LBR_CONTRACT_URL`, the command line takes `--site`. */
export const defaultSite = 'https://lbr-contract.invalid';
/** The address of a rule that never changes, whatever page the rule stands on. `site` has no trailing slash needed. */
export function permalink(id, site = defaultSite) {
    return `${site.replace(/\/+$/, '')}/r/${id}`;
}
