import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { Link } from '../site/links.tsx';
import { RichText } from '../text/RichText.tsx';
import { Citations } from './Citations.tsx';
import { Counterexample } from './Counterexample.tsx';
import { DesignVerdict } from './DesignVerdict.tsx';
import { Disputed } from './Disputed.tsx';
import { Evidence } from './Evidence.tsx';
import { History } from './History.tsx';
import { KilledMutants } from './KilledMutants.tsx';
import { RuleHead } from './RuleHead.tsx';
import { RunHere } from './RunHere.tsx';
import { SecurityNote } from './SecurityNote.tsx';
import { SourceColumns } from './SourceColumns.tsx';
import { Sources } from './Sources.tsx';
import { VerdictStrip } from './VerdictStrip.tsx';
/** The permalink of a rule: everything there is to know about it, unfolded. */
export default function RulePage({ data: { rule, runs, run } }) {
    return (_jsx(Layout, { title: `${rule.id}: ${rule.title}`, description: rule.statement.replaceAll('`', ''), children: _jsxs("article", { className: "rule rule-page", "data-pagefind-body": "", children: [_jsx("p", { className: "crumb", children: _jsx(Link, { to: `/contract/${rule.chapter}/#${rule.id}`, children: rule.chapterTitle }) }), _jsx(RuleHead, { rule: rule, page: true }), _jsx(VerdictStrip, { rule: rule.id, verdicts: rule.verdicts }), _jsx("p", { className: "rationale", children: _jsx(RichText, { text: rule.rationale }) }), _jsx(SecurityNote, { rule: rule }), _jsx(Disputed, { text: rule.disputed }), _jsx(RunHere, { rule: rule }), _jsx("h2", { children: "Verdicts" }), rule.verdicts.map((verdict) => (_jsx(DesignVerdict, { verdict: verdict }, verdict.design))), runs.length > 0 && _jsx("h2", { children: "Counterexamples" }), runs.map((one) => (_jsx(Counterexample, { designs: one.designs, run: one.run, modelHash: run.modelHash, statement: rule.statement }, one.designs[0]))), _jsx("h2", { children: "Reference implementation and property" }), _jsx(SourceColumns, { rule: rule }), _jsx("h2", { children: "Evidence" }), _jsx(Evidence, { verdicts: rule.verdicts }), _jsxs("p", { className: "hint", children: ["Run of ", run.date.slice(0, 16).replace('T', ' '), " UTC, commit ", _jsx("code", { children: run.commit.slice(0, 12) }), ", seed", ' ', run.seed, "."] }), _jsx(KilledMutants, { killed: rule.killed }), _jsx("h2", { children: "Sources" }), _jsx(Sources, { sources: rule.sources }), _jsx(Citations, { citedBy: rule.citedBy }), _jsx(History, { rule: rule })] }) }));
}
