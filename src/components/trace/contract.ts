import data from '@generated/lbr-spec/default/trace.json';
import type { SiteData } from '@site/src/site-data/types.ts';

/** What the plugin says of the rules in a trace: plain data, since a page that judges traces needs no properties. */
const { contract, unseen } = data as SiteData['trace'];

export { contract, unseen };
