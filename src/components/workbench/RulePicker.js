import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
/** Rules by chapter; none chosen means all. */
export function RulePicker({ data: { chapters, rows }, value, onChange }) {
    const toggle = (ids, on) => {
        const others = value.filter((id) => !ids.includes(id));
        onChange(on ? [...others, ...ids] : others);
    };
    return (_jsxs("details", { className: "part", children: [_jsxs("summary", { children: ["Rules ", _jsx("span", { className: "hint", children: value.length === 0 ? 'all' : value.length })] }), _jsx("div", { className: "part-body rule-picker", children: chapters
                    .filter(({ rules }) => rules.length > 0)
                    .map(({ name, title, rules }) => (_jsxs("fieldset", { children: [_jsx("legend", { children: _jsxs("label", { children: [_jsx("input", { type: "checkbox", checked: rules.every((id) => value.includes(id)), onChange: (event) => toggle(rules, event.target.checked) }), ' ', title] }) }), rules.map((id) => (_jsxs("label", { children: [_jsx("input", { type: "checkbox", checked: value.includes(id), onChange: (event) => toggle([id], event.target.checked) }), ' ', _jsx("code", { children: id }), " ", rows[id]?.title] }, id)))] }, name))) })] }));
}
