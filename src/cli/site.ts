import { defaultSite } from '../spec/report/permalink.ts';
import { UsageError } from './command.ts';

/**
 * The address of the published contract, for the links in a text: what `--site` says, then what the environment says in
 * `LBR_CONTRACT_SITE`, then the default. Throws a UsageError for what is no web address.
 */
export function siteAddress(option: string | undefined): string {
  const address = option ?? process.env['LBR_CONTRACT_SITE'] ?? defaultSite;
  if (/^https?:\/\/[^/\s]/.test(address) && URL.canParse(address)) return address;
  const where = option === undefined ? 'LBR_CONTRACT_SITE' : '--site';
  throw new UsageError(`${where}: found "${address}", expected an address like https://example.org/lbr`);
}
