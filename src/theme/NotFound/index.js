import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { Link } from '@site/src/components/site/links.tsx';
export default function NotFound() {
    return (_jsxs(Layout, { title: "No such page", wide: true, children: [_jsx("h1", { children: "No such page" }), _jsxs("p", { children: ["Rule IDs are never reused and their pages stay: a rule is at ", _jsx("code", { children: "/r/" }), " followed by its ID. See the", ' ', _jsx(Link, { to: "/", children: "matrix of all rules" }), ", or search with ", _jsx("kbd", { children: "/" }), "."] })] }));
}
