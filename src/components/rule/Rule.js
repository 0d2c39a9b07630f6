import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { Citations } from './Citations.tsx';
import { Disputed } from './Disputed.tsx';
import { Evidence } from './Evidence.tsx';
import { History } from './History.tsx';
import { KilledMutants } from './KilledMutants.tsx';
import { Part } from './Part.tsx';
import { RuleHead } from './RuleHead.tsx';
import { RunHere } from './RunHere.tsx';
import { SecurityNote } from './SecurityNote.tsx';
import { SourceColumns } from './SourceColumns.tsx';
import { Sources } from './Sources.tsx';
import { Traces } from './Traces.tsx';
import { VerdictStrip } from './VerdictStrip.tsx';
import { RichText } from '../text/RichText.tsx';
/** A rule as it stands in its chapter: sentence, verdicts, and everything that backs them, folded. */
export function Rule({ id, data }) {
    if (data === undefined)
        throw new Error(`<Rule id="${id}"> got no data: is the page compiled with plugins/remark-rules.ts?`);
    return (_jsxs("section", { className: "rule", "aria-labelledby": `${id}-title`, children: [_jsx(RuleHead, { rule: data }), _jsx(VerdictStrip, { rule: id, verdicts: data.verdicts }), _jsx("p", { className: "rationale", children: _jsx(RichText, { text: data.rationale }) }), _jsx(SecurityNote, { rule: data }), _jsx(Disputed, { text: data.disputed }), _jsx(Traces, { rule: data }), _jsx(Part, { title: "Reference implementation and property", children: _jsx(SourceColumns, { rule: data }) }), _jsxs(Part, { title: "Evidence", children: [_jsx(Evidence, { verdicts: data.verdicts }), _jsx(KilledMutants, { killed: data.killed })] }), _jsxs(Part, { title: `Sources (${data.sources.length})`, children: [_jsx(Sources, { sources: data.sources }), _jsx(Citations, { citedBy: data.citedBy }), _jsx(History, { rule: data })] }), _jsx(RunHere, { rule: data })] }));
}
