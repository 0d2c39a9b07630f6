import manifest from '../../package.json' with { type: 'json' };
import { UsageError } from '../node/usage-error.ts';

interface Manifest {
  readonly homepage?: string;
}

/**
 * Where the contract is published, for the links in a text: what `--site` says, then `LBR_CONTRACT_SITE` in the
 * environment, then `homepage` in package.json; undefined where none of them says anything. Throws a UsageError for what is
 * not a web address.
 */
export function siteAddress(option: string | undefined): string | undefined {
  const address = option ?? process.env['LBR_CONTRACT_SITE'] ?? (manifest as Manifest).homepage;
  if (address === undefined) return undefined;
  if (/^https?:\/\/[^/\s]/.test(address) && URL.canParse(address)) return address;
  const where = option === undefined ? 'LBR_CONTRACT_SITE' : '--site';
  throw new UsageError(`${where}: found "${address}", expected an address like https://example.org/lbr`);
}

/** As `siteAddress()`; says once on standard error why a text that could have a link has none. */
export function siteAddressOrHint(option: string | undefined): string | undefined {
  const address = siteAddress(option);
  if (address === undefined) {
    process.stderr.write('no link: no address of the site is configured (--site URL, LBR_CONTRACT_SITE)\n');
  }
  return address;
}
