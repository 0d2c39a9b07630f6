import { jsxs as _jsxs, jsx as _jsx } from "react/jsx-runtime";
import { Sources } from '../rule/Sources.tsx';
import { RichText } from '../text/RichText.tsx';
/** The switches of a design, each with its question, values and sources; flipped ones are marked and can be put back. */
export function SwitchEditor({ design, switches, flipped, onChange }) {
    const set = (name, value, own) => {
        const { [name]: _, ...others } = flipped;
        onChange(value === own ? others : { ...others, [name]: value });
    };
    return (_jsxs("details", { className: "part", children: [_jsxs("summary", { children: ["Switches ", _jsxs("span", { className: "hint", children: [Object.keys(flipped).length, " flipped"] })] }), _jsx("div", { className: "part-body switch-editor", children: switches.map(({ world, name, question, values, sources }) => {
                    const own = design.settings[world][name];
                    if (own === undefined)
                        return null;
                    const value = flipped[name] ?? own;
                    return (_jsxs("fieldset", { className: value === own ? undefined : 'flipped', children: [_jsxs("legend", { children: [_jsx("code", { children: name }), " ", _jsx(RichText, { text: question })] }), _jsx("select", { "aria-label": name, value: value, onChange: (event) => set(name, event.target.value, own), children: Object.keys(values).map((one) => (_jsxs("option", { value: one, children: [one, one === own ? ` (${design.name})` : ''] }, one))) }), _jsx("p", { className: "hint", children: _jsx(RichText, { text: values[value] ?? '' }) }), _jsxs("details", { children: [_jsx("summary", { className: "hint", children: "Sources" }), _jsx(Sources, { sources: sources })] })] }, `${world}.${name}`));
                }) })] }));
}
