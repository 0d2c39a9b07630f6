import { usePluginData } from '@docusaurus/useGlobalData';
import type { GlobalData } from '../site/global-data.ts';
import { Link } from '../site/links.tsx';

/** A rule named in prose: links to the rule, and says its title to those who hover or listen. */
export function RuleRef({ id }: { readonly id: string }) {
  const { rules } = usePluginData('lbr-spec') as GlobalData;
  const rule = rules[id];
  return (
    <Link to={`/r/${id}/`} className="rule-ref" title={rule?.title}>
      {id}
    </Link>
  );
}
