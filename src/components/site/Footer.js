import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { usePluginData } from '@docusaurus/useGlobalData';
/** Says which run of which model the verdicts on this page come from. */
export function Footer() {
    const { run } = usePluginData('lbr-spec');
    return (_jsxs("footer", { className: "site-footer", children: [_jsxs("p", { children: ["Contract ", run.version, ". Verdicts established ", run.date.slice(0, 10), " from commit", ' ', _jsx("code", { children: run.commit.slice(0, 12) }), run.dirty && ' with uncommitted changes', ", model ", _jsx("code", { children: run.modelHash.slice(0, 12) }), ", seed ", run.seed, "."] }), _jsx("p", { children: "Verdicts are about models of kernel versions. Nothing here was run on hardware." })] }));
}
