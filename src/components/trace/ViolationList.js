import { jsxs as _jsxs, jsx as _jsx } from "react/jsx-runtime";
import styles from './trace.module.css';
/** Every violation with its rule and line; a click opens the lines around it. */
export function ViolationList({ violations, chosen, onChoose }) {
    return (_jsx("ol", { className: styles.list, "aria-label": "Violations", children: violations.map(({ rule, line, message }, index) => (_jsx("li", { children: _jsxs("button", { type: "button", "aria-pressed": index === chosen, onClick: () => onChoose(index), children: [_jsxs("span", { className: styles.where, children: ["line ", line] }), " ", _jsx("strong", { children: rule }), " ", message] }) }, `${rule}-${line}`))) }));
}
