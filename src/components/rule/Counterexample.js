import { jsxs as _jsxs, jsx as _jsx } from "react/jsx-runtime";
import { Timeline } from '../timeline/Timeline.tsx';
/** A counterexample, drawn; designs that fail in the same way share one. */
export function Counterexample({ designs, run, modelHash, statement }) {
    const name = designs.join(', ');
    return (_jsxs("section", { className: "counterexample", "aria-label": `Counterexample on ${name}`, children: [_jsxs("h3", { children: [run.steps.length, " steps on ", name] }), _jsx(Timeline, { run: run, modelHash: modelHash, statement: statement, id: `t-${designs[0]}` })] }));
}
