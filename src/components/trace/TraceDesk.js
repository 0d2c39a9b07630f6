import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { useState } from 'react';
import useBaseUrl from '@docusaurus/useBaseUrl';
import { FileDrop } from './FileDrop.tsx';
import { GuestPicker } from './GuestPicker.tsx';
import { TraceResult } from './TraceResult.tsx';
import { useTrace } from './use-trace.ts';
const SAMPLE = 'kvm-lbr-not-exposed.ftrace';
/** Takes a trace, judges it in a worker and shows what came of it. */
export function TraceDesk() {
    const { state, judge, stop } = useTrace();
    const [guest, setGuest] = useState('infer');
    const sample = useBaseUrl(`/sample/${SAMPLE}`);
    const judgeSample = async () => {
        const response = await fetch(sample);
        judge({ name: SAMPLE, data: await response.blob(), guest });
    };
    return (_jsxs(_Fragment, { children: [_jsx(FileDrop, { onFile: (file) => judge({ name: file.name, data: file, guest }) }), _jsxs("p", { children: [_jsx("button", { type: "button", onClick: () => void judgeSample(), children: "Judge the sample" }), ' ', _jsx("a", { href: sample, download: SAMPLE, children: SAMPLE }), ", recorded on a real host"] }), _jsx(GuestPicker, { value: guest, onChange: setGuest }), _jsxs("output", { children: [state.kind === 'running' && (_jsxs("p", { children: ["Judging ", state.name, ": ", state.lines.toLocaleString('en'), " lines, ", state.violations, " violations", ' ', _jsx("button", { type: "button", onClick: stop, children: "Stop" })] })), state.kind === 'refused' && (_jsxs("p", { className: "problem", children: [state.name, ": ", state.message] }))] }), state.kind === 'done' && _jsx(TraceResult, { report: state.report }, state.run)] }));
}
