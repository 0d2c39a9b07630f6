import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { useLinks } from '../site/links.tsx';
/** A heading that links to itself. */
export function Heading({ level, id, children, ...rest }) {
    const { anchor } = useLinks();
    const Tag = `h${level}`;
    if (id === undefined)
        return _jsx(Tag, { ...rest, children: children });
    anchor(id);
    return (_jsxs(Tag, { id: id, ...rest, children: [children, _jsx("a", { className: "hash", href: `#${id}`, "aria-label": "Link to this section", children: "#" })] }));
}
