import { jsx as _jsx, jsxs as _jsxs, Fragment as _Fragment } from "react/jsx-runtime";
import { DesignPicker } from './DesignPicker.tsx';
import { Explorer } from './Explorer.tsx';
import { HandRun } from './HandRun.tsx';
import { RulePicker } from './RulePicker.tsx';
import { SwitchEditor } from './SwitchEditor.tsx';
import { useFragment } from './use-fragment.ts';
import { DEFAULT_BOUND } from './workbench-link.ts';
/** Take a design, flip its switches, see what breaks. */
export function Workbench({ data }) {
    const { designs, switches, instances, run } = data;
    const [first] = designs;
    const { state, problem, change } = useFragment({
        scenario: { format: 'lbr-scenario/1', design: designs.at(-1)?.name ?? '', steps: [] },
        model: run.modelHash.slice(0, 8),
        rules: [],
        bound: DEFAULT_BOUND,
    });
    const { scenario } = state;
    const design = designs.find(({ name }) => name === scenario.design);
    const old = state.model !== '' && state.model !== run.modelHash.slice(0, 8);
    if (first === undefined)
        return _jsx("p", { children: "There is no design." });
    return (_jsxs("div", { className: "workbench", children: [problem !== undefined && (_jsxs("p", { className: "problem", role: "alert", children: ["The link cannot be read: ", problem, "."] })), old && (_jsxs("p", { className: "problem", role: "status", children: ["This link was made with model ", state.model, "; the model and rules here are ", run.modelHash.slice(0, 8), ". The run below is replayed in today\u2019s model, and may end differently."] })), _jsxs("div", { className: "fields", children: [_jsx(DesignPicker, { designs: designs, value: scenario.design, onChange: (name) => change({ scenario: { ...withSwitches(scenario, {}), design: name } }) }), _jsxs("label", { className: "field", children: [_jsx("span", { children: "Instance" }), _jsxs("select", { value: scenario.instance ?? '', onChange: (event) => {
                                    const { instance: _, ...rest } = scenario;
                                    change({
                                        scenario: event.target.value === ''
                                            ? { ...rest, steps: [] }
                                            : { ...rest, instance: event.target.value, steps: [] },
                                    });
                                }, children: [_jsx("option", { value: "", children: "those that the rules ask for" }), instances.map(({ name, title }) => (_jsxs("option", { value: name, children: [name, ": ", title] }, name)))] })] }), _jsxs("label", { className: "field", children: [_jsx("span", { children: "Bound, states per instance" }), _jsx("input", { type: "number", min: 1000, max: 20_000_000, step: 1000, value: state.bound, onChange: (event) => event.target.valueAsNumber >= 1 &&
                                    change({ bound: Math.min(20_000_000, Math.floor(event.target.valueAsNumber)) }) })] })] }), design === undefined ? (_jsxs("p", { className: "problem", role: "alert", children: ["The link names the design \u201C", scenario.design, "\u201D, which does not exist here."] })) : (_jsx(SwitchEditor, { design: design, switches: switches, flipped: scenario.switches ?? {}, onChange: (flipped) => change({ scenario: withSwitches(scenario, flipped) }) })), _jsx(RulePicker, { data: data, value: state.rules, onChange: (rules) => change({ rules }) }), design !== undefined && (_jsxs(_Fragment, { children: [_jsx(Explorer, { data: data, state: state, onEdit: (one) => change({ scenario: one.scenario }) }), _jsx(HandRun, { scenario: scenario, modelHash: run.modelHash, onChange: (next) => change({ scenario: next }) })] }))] }));
}
function withSwitches(given, flipped) {
    const { switches: _, ...rest } = given;
    return Object.keys(flipped).length === 0 ? rest : { ...rest, switches: flipped };
}
