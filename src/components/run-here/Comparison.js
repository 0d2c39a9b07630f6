import { jsx as _jsx, Fragment as _Fragment, jsxs as _jsxs } from "react/jsx-runtime";
/** How a verdict that was found here compares with the stored one. */
export function Comparison({ found, stored }) {
    if (stored === undefined)
        return null;
    if (found === stored)
        return _jsx("b", { children: "It agrees with the stored verdict." });
    if (found === 'not-established') {
        return (_jsxs(_Fragment, { children: ["The bound of this run is smaller than that of the stored verdict, which is ", _jsx("b", { children: stored }), "."] }));
    }
    return (_jsxs("b", { className: "differs-from", children: ["It differs from the stored verdict, which is ", stored, ". Please report this with the seed and the browser\u2019s version."] }));
}
