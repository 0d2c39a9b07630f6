import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { KillTable } from './KillTable.tsx';
import { MutantEntry } from './MutantEntry.tsx';
/** Why does this line exist: flip one switch, and see which rule notices. */
export default function MutantsPage({ data }) {
    const { mutants, rows } = data;
    const survivors = mutants.filter(({ killedBy }) => killedBy.length === 0);
    const idle = Object.keys(rows).filter((id) => !mutants.some(({ killedBy }) => killedBy.includes(id)));
    return (_jsx(Layout, { title: "Mutants", description: "Designs with one switch flipped, historical bugs, and the rules that notice", wide: true, children: _jsxs("article", { "data-pagefind-body": "", children: [_jsx("h1", { children: "Mutants and historical bugs" }), _jsx("p", { className: "lead", children: "A mutant is a design with one switch flipped. It answers why a line of the kernel exists: flip it, and see what breaks. A bug that the kernel had is a mutant with a commit to its name." }), _jsxs("p", { children: [mutants.length, " mutants, ", mutants.length - survivors.length, " killed.", ' ', survivors.length > 0 && (_jsxs("b", { children: ["Survivors, which are holes in the contract: ", survivors.map(({ name }) => name).join(', '), ". "] })), idle.length > 0 && _jsxs("b", { children: ["Rules that kill nothing: ", idle.join(', '), "."] })] }), mutants.map((mutant) => (_jsx(MutantEntry, { mutant: mutant }, `${mutant.base}/${mutant.name}`))), _jsx("h2", { children: "Kill table" }), _jsx(KillTable, { mutants: mutants, rules: Object.keys(rows) })] }) }));
}
