import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
const CHOICES = {
    infer: 'infer it from what its accesses come to',
    off: 'LBR not exposed',
    legacy: 'legacy LBR exposed',
    arch: 'Arch LBR exposed',
};
/** What LBR the guests have: a trace does not say. */
export function GuestPicker({ value, onChange }) {
    return (_jsxs("label", { className: "field", children: [_jsx("span", { children: "Guest LBR" }), _jsx("select", { value: value, onChange: (event) => onChange(event.target.value), children: Object.entries(CHOICES).map(([name, title]) => (_jsx("option", { value: name, children: title }, name))) })] }));
}
