/**
 * The address of a rule that never changes, whatever page the rule stands on. `site` is where the contract is published,
 * with or without a slash at its end. There is no default: an address that nobody has published is not printed.
 */
export function permalink(id: string, site: string): string {
  return `${site.replace(/\/+$/, '')}/r/${id}`;
}
