import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
const meaning = {
    read: 'read in the source of that version',
    said: 'said on a list or in a commit message',
    inferred: 'inferred; neither executed nor confirmed',
};
/** Where the rule comes from, and how each fact is known. */
export function Sources({ sources }) {
    return (_jsx("ul", { className: "sources", children: sources.map((source, index) => (_jsxs("li", { children: [_jsx("span", { className: `evidence-kind evidence-${source.evidence}`, title: meaning[source.evidence], children: source.evidence }), ' ', _jsx(SourceText, { source: source }), source.note !== undefined && _jsxs("span", { className: "source-note", children: [": ", source.note] })] }, index))) }));
}
function SourceText({ source }) {
    switch (source.kind) {
        case 'kernel':
            return (_jsxs(Link, { to: `https://elixir.bootlin.com/linux/${source.version}/source/${source.file}`, children: [_jsxs("code", { children: [source.file, ": ", source.symbol] }), ' ', "(", source.version, ")"] }));
        case 'commit':
            return (_jsxs(Link, { to: `https://git.kernel.org/torvalds/c/${source.hash}`, children: [_jsx("code", { children: source.hash.slice(0, 12) }), " (\u201C", source.subject, "\u201D)"] }));
        case 'mail':
            return (_jsxs(Link, { to: `https://lore.kernel.org/all/${source.messageId}/`, children: [source.author, ", ", source.date] }));
        case 'manual':
            return _jsx("cite", { children: source.section });
    }
}
