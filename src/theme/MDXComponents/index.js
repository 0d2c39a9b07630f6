import { jsx as _jsx } from "react/jsx-runtime";
import { Heading } from '@site/src/components/text/Heading.tsx';
import { Admonition } from '@site/src/components/text/Admonition.tsx';
import { RuleRef } from '@site/src/components/text/RuleRef.tsx';
import { Link } from '@site/src/components/site/links.tsx';
import { Rule } from '@site/src/components/rule/Rule.tsx';
import { LayersDiagram } from '@site/src/components/diagram/LayersDiagram.tsx';
function ProseLink({ href = '', children, ...rest }) {
    return (_jsx(Link, { to: href, ...rest, children: children }));
}
/** Wide tables scroll by themselves; a keyboard reaches the part that is out of sight. */
function Table({ children }) {
    return (_jsx("div", { className: "scroll", tabIndex: 0, role: "group", "aria-label": "Table", children: _jsx("table", { children: children }) }));
}
function Pre({ children }) {
    return _jsx("pre", { tabIndex: 0, children: children });
}
/** What Markdown elements become, and the components that a page can name without importing them. */
const MDXComponents = {
    h2: (props) => _jsx(Heading, { level: 2, ...props }),
    h3: (props) => _jsx(Heading, { level: 3, ...props }),
    h4: (props) => _jsx(Heading, { level: 4, ...props }),
    a: ProseLink,
    table: Table,
    pre: Pre,
    admonition: Admonition,
    Rule,
    RuleRef,
    LayersDiagram,
};
export default MDXComponents;
