import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { RichText } from '../text/RichText.tsx';
/** Switches by designs: where a row changes from one column to the next, behaviour did. */
export function SwitchMatrix({ data: { designs, switches } }) {
    return (_jsx("div", { className: "matrix-scroll", tabIndex: 0, role: "group", "aria-label": "Switches of each design", children: _jsxs("table", { className: "switch-matrix", children: [_jsx("thead", { children: _jsxs("tr", { children: [_jsx("th", { scope: "col", children: "Switch" }), designs.map(({ name }) => (_jsx("th", { scope: "col", children: name }, name)))] }) }), _jsx("tbody", { children: switches.map(({ world, name, question }) => (_jsxs("tr", { children: [_jsxs("th", { scope: "row", children: [_jsx("code", { children: name }), ' ', _jsx("span", { className: "hint", children: _jsx(RichText, { text: question }) })] }), designs.map((design, index) => {
                                const value = design.settings[world][name] ?? '–';
                                const before = designs[index - 1]?.settings[world][name] ?? value;
                                return (_jsx("td", { className: value === before ? undefined : 'differs', children: value }, design.name));
                            })] }, `${world}.${name}`))) })] }) }));
}
