import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
export function DesignPicker({ designs, value, onChange }) {
    return (_jsxs("label", { className: "field", children: [_jsx("span", { children: "Design" }), _jsx("select", { value: value, onChange: (event) => onChange(event.target.value), children: designs.map(({ name, title }) => (_jsx("option", { value: name, children: title }, name))) })] }));
}
