import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { useState } from 'react';
import { Timeline } from '../timeline/Timeline.tsx';
import { ProgressLine } from './ProgressLine.tsx';
import { useChecker } from './use-checker.ts';
import { VerdictList } from './VerdictList.tsx';
/** Runs the chosen rules on the design as it stands, in a worker; verdicts appear one by one. */
export function Explorer({ data, state, onEdit }) {
    const [progress, setProgress] = useState();
    const [verdicts, setVerdicts] = useState([]);
    const [ended, setEnded] = useState();
    const [working, setWorking] = useState(false);
    const [open, setOpen] = useState();
    const checker = useChecker((answer) => {
        if (answer.kind === 'progress')
            setProgress(answer);
        if (answer.kind === 'verdict')
            setVerdicts((all) => [...all, answer]);
        if (answer.kind === 'error' || answer.kind === 'done') {
            setWorking(false);
            setProgress(undefined);
            setEnded(answer.kind === 'error'
                ? answer.message
                : `${answer.stopped ? 'Stopped' : 'Done'} after ${answer.seconds.toFixed(1)} s.`);
        }
    });
    const { design, switches = {}, instance } = state.scenario;
    const start = () => {
        setVerdicts([]);
        setEnded(undefined);
        setOpen(undefined);
        setWorking(true);
        checker.ask({
            kind: 'explore',
            design,
            switches,
            rules: state.rules.length === 0 ? Object.keys(data.rows) : state.rules,
            instances: instance === undefined ? [] : [instance],
            maxStates: state.bound,
            runs: 2_000,
            seed: data.run.seed,
        });
    };
    return (_jsxs("section", { "aria-label": "Explore", children: [_jsxs("p", { children: [_jsx("button", { type: "button", className: "primary", onClick: start, disabled: working, children: "Explore" }), ' ', _jsx("button", { type: "button", onClick: () => checker.ask({ kind: 'stop' }), disabled: !working, children: "Stop" })] }), _jsxs("div", { "aria-live": "polite", className: "status", children: [progress !== undefined && _jsx(ProgressLine, { progress: progress }), ended] }), _jsx(VerdictList, { data: data, stored: design, flipped: Object.keys(switches).length > 0, verdicts: verdicts, open: open?.rule, onOpen: (verdict) => setOpen(verdict) }), open?.counterexample !== undefined && (_jsxs(_Fragment, { children: [_jsx("h3", { children: open.rule }), _jsx(Timeline, { run: open.counterexample, id: "explored", modelHash: data.run.modelHash }, open.rule), _jsx("button", { type: "button", onClick: () => open.counterexample !== undefined && onEdit(open.counterexample), children: "Continue this run by hand" })] }))] }));
}
