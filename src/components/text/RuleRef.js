import { jsx as _jsx } from "react/jsx-runtime";
import { usePluginData } from '@docusaurus/useGlobalData';
import { Link } from '../site/links.tsx';
/** A rule named in prose: links to the rule, and says its title to those who hover or listen. */
export function RuleRef({ id }) {
    const { rules } = usePluginData('lbr-spec');
    const rule = rules[id];
    return (_jsx(Link, { to: `/r/${id}/`, className: "rule-ref", title: rule?.title, children: id }));
}
