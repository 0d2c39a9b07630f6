import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { useAnchor } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { Sources } from '../rule/Sources.tsx';
/** What a design decides, question by question, each with its sources. */
export function SwitchTable({ design, switches }) {
    return switches
        .filter(({ world, name }) => design.settings[world][name] !== undefined)
        .map((one) => (_jsx(SwitchEntry, { one: one, value: design.settings[one.world][one.name] ?? '' }, `${one.world}.${one.name}`)));
}
function SwitchEntry({ one, value }) {
    const { name, question, values, sources } = one;
    return (_jsxs("section", { className: "switch", id: useAnchor(name), children: [_jsx("h3", { children: _jsx(RichText, { text: question }) }), _jsxs("p", { children: [_jsxs("code", { children: [name, "=", value] }), ' ', _jsx(RichText, { text: values[value] ?? '' })] }), _jsxs("details", { className: "part", children: [_jsx("summary", { children: "Other values and sources" }), _jsxs("div", { className: "part-body", children: [_jsx("ul", { children: Object.entries(values)
                                    .filter(([other]) => other !== value)
                                    .map(([other, meaning]) => (_jsxs("li", { children: [_jsx("code", { children: other }), ": ", _jsx(RichText, { text: meaning })] }, other))) }), _jsx(Sources, { sources: sources })] })] })] }));
}
