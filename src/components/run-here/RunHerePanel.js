import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { useEffect, useRef, useState } from 'react';
import { VerdictMark } from '../rule/VerdictMark.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { ProgressLine } from '../workbench/ProgressLine.tsx';
import { useChecker } from '../workbench/use-checker.ts';
import { Comparison } from './Comparison.tsx';
const MAX_STATES = 2_000_000;
const RUNS = 10_000;
/** Runs one rule on one design in a worker, and compares with the stored verdict. Starts at once with the page's seed. */
export function RunHerePanel({ rule, stored, modelHash }) {
    const [design, setDesign] = useState((stored.find(({ verdict }) => verdict === 'violated') ?? stored.at(-1))?.design ?? '');
    const known = stored.find((one) => one.design === design);
    const [seed, setSeed] = useState(known?.seed ?? 0);
    const [progress, setProgress] = useState();
    const [found, setFound] = useState();
    const [ended, setEnded] = useState('');
    const [working, setWorking] = useState(false);
    const checker = useChecker((answer) => {
        if (answer.kind === 'progress')
            setProgress(answer);
        if (answer.kind === 'verdict')
            setFound(answer);
        if (answer.kind === 'done' || answer.kind === 'error') {
            setWorking(false);
            setProgress(undefined);
            setEnded(answer.kind === 'error' ? `It did not run: ${answer.message}` : answer.stopped ? 'Stopped.' : '');
        }
    });
    const start = (on, from) => {
        setFound(undefined);
        setEnded('');
        setWorking(true);
        checker.ask({
            kind: 'explore',
            design: on,
            switches: {},
            rules: [rule],
            instances: [],
            maxStates: MAX_STATES,
            runs: RUNS,
            seed: from,
        });
    };
    const first = useRef(true);
    useEffect(() => {
        if (first.current && design !== '')
            start(design, seed);
        first.current = false;
    });
    return (_jsxs("div", { className: "run-panel", children: [_jsxs("div", { className: "fields", children: [_jsxs("label", { className: "field", children: [_jsx("span", { children: "Design" }), _jsx("select", { value: design, onChange: (event) => setDesign(event.target.value), children: stored.map((one) => (_jsx("option", { value: one.design, children: one.design }, one.design))) })] }), _jsxs("label", { className: "field", children: [_jsx("span", { children: "Seed" }), _jsx("input", { type: "number", value: seed, onChange: (event) => setSeed(Math.trunc(event.target.valueAsNumber) || 0) })] })] }), _jsxs("p", { children: [_jsx("button", { type: "button", className: "primary", disabled: working, onClick: () => start(design, seed), children: "Run" }), ' ', _jsx("button", { type: "button", disabled: working, onClick: () => {
                            const next = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
                            setSeed(next & 0x7fffffff);
                            start(design, next & 0x7fffffff);
                        }, children: "Run with a new seed" }), ' ', _jsx("button", { type: "button", disabled: !working, onClick: () => checker.ask({ kind: 'stop' }), children: "Stop" })] }), _jsxs("div", { "aria-live": "polite", className: "status", children: [progress !== undefined && _jsx(ProgressLine, { progress: progress }), ended, found !== undefined && (_jsxs("p", { "data-run-verdict": found.verdict, children: [_jsx(VerdictMark, { verdict: found.verdict }), " ", found.summary, ", ", found.seconds.toFixed(2), " s.", ' ', _jsx(Comparison, { found: found.verdict, stored: known?.verdict })] }))] }), found?.counterexample !== undefined && (_jsx(Timeline, { run: found.counterexample, id: `run-${rule}`, modelHash: modelHash }))] }));
}
