import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { verdictWords } from './verdict-words.ts';
/** A verdict as shape and word. */
export function VerdictMark({ verdict, short = false }) {
    const { sign, word, short: brief } = verdictWords[verdict];
    return (_jsxs("span", { className: `verdict verdict-${verdict}`, children: [_jsx("span", { className: "sign", "aria-hidden": "true", children: sign }), _jsx("span", { className: "word", children: short ? brief : word })] }));
}
