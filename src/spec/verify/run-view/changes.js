import { FILTER_NAMES, MAX_TAG_SET, setOf, TAG_NAMES } from '../../model/protocol/tags.ts';
import { nameOfVcpu } from './snapshot.ts';
/** Bookkeeping of the specification, which no reader of a run wants to see change. */
const HIDDEN = new Set(['recorded', 'wroteSelect', 'entryRecording', 'rank', 'accessActive']);
/** What a field is called where its own name says too little. */
const NAMES = {
    recording: 'recording (DEBUGCTL.LBR)',
    freezeLbrsOnPmi: 'FREEZE_LBRS_ON_PMI',
    freezeInSmm: 'FREEZE_IN_SMM',
    freezeInSmmWanted: 'freeze_on_smi asked for',
    select: 'LBR_SELECT',
    tos: 'TOS moved by',
    lbrUsers: 'lbr_users',
    guestMask: 'guest LBR event started',
    brSel: 'software filter (br_sel)',
    erConfig: 'shared register',
    erRef: 'users of the shared register',
    selectFlag: 'lbr_select flag',
    lastTaskCtx: 'last_task_ctx',
    sampleStack: 'software copy (lbr_stack)',
    at: 'position',
    guestLbr: 'recording wanted by the guest',
    hostRecording: 'snapshot: LBR',
    hostFreezeLbrsOnPmi: 'snapshot: FREEZE_LBRS_ON_PMI',
    hostFreezeInSmm: 'snapshot: FREEZE_IN_SMM',
    passthrough: 'LBR MSRs passed through',
    needCleanup: 'PMU request pending',
    lossShown: 'loss shown to the guest',
    ran: 'has run',
    users: 'lbr_callstack_users',
    valid: 'image valid',
    savedOn: 'saved on',
};
/** Every field that differs between two states, in words, in the order of the layout. */
export function changesOf(m, layout, before, after) {
    const changes = [];
    compare(layout, before, after, [], (path, field, from, to) => {
        const name = String(path.at(-1));
        if (HIDDEN.has(name))
            return;
        changes.push({
            what: describePath(m, path),
            from: describeValue(m, name, field, from),
            to: describeValue(m, name, field, to),
        });
    });
    return joinRings(changes);
}
function compare(layout, before, after, path, visit) {
    switch (layout.kind) {
        case 'uint':
            if (before !== after)
                visit(path, layout, before, after);
            break;
        case 'array': {
            const [from, to] = [before, after];
            for (let i = 0; i < layout.length; i++)
                compare(layout.item, from[i], to[i], [...path, i], visit);
            break;
        }
        case 'record': {
            const [from, to] = [before, after];
            for (const [name, field] of Object.entries(layout.fields))
                compare(field, from[name], to[name], [...path, name], visit);
        }
    }
}
function describePath(m, [group, index, ...rest]) {
    const [field, entry] = rest;
    const name = field === undefined
        ? String(group)
        : (NAMES[field] ?? String(field).replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`));
    const what = entry === undefined ? name : `${name} ${entry}`;
    switch (group) {
        case 'cpus':
            return `pCPU ${index}: ${what}`;
        case 'vcpus':
            return `vCPU ${nameOfVcpu(m, Number(index))}: ${what}`;
        case 'images':
            return `image of ${m.instance.tasks[Number(index) - 1]?.name ?? 'idle'}: ${what}`;
        case 'events':
            return `event ${m.events[Number(index)].name}: ${what}`;
        default:
            return 'lbr_callstack_users of the system';
    }
}
function describeValue(m, name, field, value) {
    if (name === 'current' || name === 'task' || name === 'lastTaskCtx') {
        return value === 0 ? (name === 'current' ? 'idle' : 'none') : m.instance.tasks[value - 1].name;
    }
    if (name === 'sampleStack')
        return tagNames(value);
    if (name === 'savedOn')
        return value === 0 ? 'none' : `pCPU ${value - 1}`;
    if (name === 'select' || name === 'brSel' || name === 'erConfig')
        return FILTER_NAMES[value];
    if (field.kind !== 'uint')
        return String(value);
    if (field.labels !== undefined)
        return field.labels[value];
    return field.max === 1 ? (value === 1 ? 'on' : 'off') : String(value);
}
/** The tags of a set, by name. */
export function tagNames(tags) {
    const names = TAG_NAMES.filter((_, tag) => (setOf(tag) & tags & MAX_TAG_SET) !== 0);
    return names.length === 0 ? 'empty' : names.join(', ');
}
/** The entries of a ring read as one change: what it held, newest first, and what it holds. */
function joinRings(changes) {
    const joined = [];
    for (const change of changes) {
        const [, ring] = /^(.*: ring) [0-9]+$/.exec(change.what) ?? [];
        const last = joined.at(-1);
        if (ring === undefined)
            joined.push(change);
        else if (last?.what === ring)
            joined[joined.length - 1] = { what: ring, from: `${last.from}, ${change.from}`, to: `${last.to}, ${change.to}` };
        else
            joined.push({ ...change, what: ring });
    }
    return joined;
}
