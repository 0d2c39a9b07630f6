import { jsx as _jsx } from "react/jsx-runtime";
import { Link } from '../site/links.tsx';
/** The differences to every other design, each on a page of its own. */
export function CompareLinks({ name, designs }) {
    const place = designs.findIndex((design) => design.name === name);
    return (_jsx("ul", { className: "inline-list", children: designs.map((other, index) => other.name === name ? null : (_jsx("li", { children: _jsx(Link, { to: `/designs/${index < place ? `${other.name}..${name}` : `${name}..${other.name}`}/`, children: other.name }) }, other.name))) }));
}
