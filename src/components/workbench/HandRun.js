import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { useEffect, useState } from 'react';
import { Timeline } from '../timeline/Timeline.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { useChecker } from './use-checker.ts';
/** A run built step by step: the model says after each step what can come next. */
export function HandRun({ scenario, modelHash, onChange }) {
    const [replayed, setReplayed] = useState();
    const [problem, setProblem] = useState();
    const checker = useChecker((answer) => {
        if (answer.kind === 'replayed') {
            setReplayed(answer);
            setProblem(undefined);
        }
        if (answer.kind === 'error')
            setProblem(answer.message);
    });
    useEffect(() => checker.ask({ kind: 'replay', scenario }), [checker, scenario]);
    const { violates: _, title: __, ...open } = scenario;
    // A fresh run gets the instance that the model chose.
    const instance = replayed?.run.scenario.instance;
    const take = ({ op, args }) => onChange({ ...open, ...(instance === undefined ? {} : { instance }), steps: [...scenario.steps, { ...args, op }] });
    return (_jsxs("section", { "aria-label": "Build a run by hand", children: [_jsx("h2", { children: "A run by hand" }), problem !== undefined && (_jsxs("p", { className: "problem", role: "alert", children: ["This run does not replay: ", problem] })), replayed !== undefined && replayed.run.steps.length > 0 && (_jsx(Timeline, { run: replayed.run, id: "hand", modelHash: modelHash }, JSON.stringify(scenario))), _jsxs("p", { children: [_jsx("button", { type: "button", disabled: scenario.steps.length === 0, onClick: () => onChange({ ...open, steps: scenario.steps.slice(0, -1) }), children: "Take the last step back" }), ' ', _jsx("button", { type: "button", disabled: scenario.steps.length === 0, onClick: () => onChange({ ...open, steps: [] }), children: "Start again" })] }), replayed !== undefined && (_jsxs(_Fragment, { children: [_jsx("h3", { children: "What can come next" }), _jsx(ChoiceList, { choices: replayed.choices, onTake: take })] }))] }));
}
