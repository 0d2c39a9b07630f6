import { MSR } from '../msrs.ts';
import { EVENT, valueOf } from '../read/events.ts';
import { GUEST_CONFIGS } from './guest-configs.ts';
import { GuestTable } from './guest-table.ts';
import { describe, outcome, said } from './guest-words.ts';
/** Threads that are remembered; the one that came first is forgotten first. */
const MOST_THREADS = 1024;
const MOST_DESCRIBED = 8;
/**
 * Judges each intercepted access of a guest to an LBR MSR, DEBUGCTL or PERF_CAPABILITIES. The trace does not show the
 * guest's configuration, so every configuration is a candidate until an access contradicts it; an access that no
 * candidate allows is a violation whatever the configuration is.
 */
export class GuestMsrJudge {
    #bench;
    #assumed;
    #guests = new Map();
    #table = new GuestTable();
    constructor(bench, assumed) {
        this.#bench = bench;
        this.#assumed = assumed;
    }
    event(event) {
        if (event.kind !== EVENT.kvmMsr)
            return;
        const guest = this.#guest(event.pid);
        const access = { write: event.write, msr: event.msr, value: valueOf(event), fault: event.fault };
        const step = this.#table.step(guest.knowledge, access);
        guest.knowledge = step.next;
        if (step.excluded !== 0) {
            for (const index of members(step.excluded))
                guest.excluded.set(index, { line: event.line, shows: said(access) });
        }
        if (step.rule !== undefined)
            this.#say(event, access, guest, step, step.rule);
        if (access.msr === MSR.debugctl && access.write && !access.fault) {
            guest.written = { line: event.line, shows: said(access) };
        }
    }
    /** An unseen write may have changed DEBUGCTL; the configuration of a guest that runs does not change. */
    gap() {
        for (const guest of this.#guests.values()) {
            guest.written = undefined;
            guest.knowledge = this.#table.forget(guest.knowledge);
        }
    }
    assumptions() {
        if (this.#guests.size === 0)
            return [];
        return [
            'KVM is kvm-intel: every guest access is judged by what the contract says of it',
            'KVM runs without ignore_msrs, and no user-space MSR filter answers in its place',
            this.#lbrAssumption(),
        ];
    }
    #say(event, access, guest, step, rule) {
        switch (step.verdict) {
            case 'kept':
                return this.#bench(rule).kept();
            case 'unknown':
                return this.#bench(rule).unknown(step.reason, event);
            case 'violated':
                return this.#bench(rule).violated(event, {
                    message: `${said(access)}; expected ${step.expected}`,
                    expected: step.expected,
                    found: outcome(access),
                    ...proof(event, access, guest, step),
                });
        }
    }
    #lbrAssumption() {
        if (this.#assumed !== 'infer')
            return `every guest: ${describe(this.#assumed)}, as --guest says`;
        const guests = [...this.#guests].slice(0, MOST_DESCRIBED).map(([pid, guest]) => {
            const flavours = new Set(members(guest.knowledge.open).map((index) => GUEST_CONFIGS[index].lbr));
            if (flavours.size > 1) {
                return `thread ${pid}: ${[...flavours].map(describe).join(' or ')}, the trace does not show which`;
            }
            const shown = [...guest.excluded].find(([index]) => !flavours.has(GUEST_CONFIGS[index].lbr))?.[1];
            const why = shown ? ` (line ${shown.line}: ${shown.shows})` : '';
            return `thread ${pid}: ${[...flavours].map(describe).join()}${why}`;
        });
        const more = this.#guests.size > MOST_DESCRIBED ? '; ...' : '';
        return `guest configuration, inferred: ${guests.join('; ')}${more}`;
    }
    #guest(pid) {
        let guest = this.#guests.get(pid);
        if (guest === undefined) {
            if (this.#guests.size >= MOST_THREADS)
                this.#guests.delete([...this.#guests.keys()][0]);
            guest = { knowledge: this.#table.start(startingSet(this.#assumed)), excluded: new Map(), written: undefined };
            this.#guests.set(pid, guest);
        }
        return guest;
    }
}
/** The lines that a violation rests on: itself, the write that a read is held against, what rules configurations out. */
function proof(event, access, guest, step) {
    const readsBack = access.msr === MSR.debugctl && !access.write && !access.fault;
    const excluding = members(step.allowedBy).flatMap((index) => guest.excluded.get(index) ?? []);
    const written = readsBack && guest.written ? [guest.written] : [];
    const lines = new Map([...written, ...excluding].map((one) => [one.line, one]));
    const scope = lines.size > 0 ? 'thread' : 'line';
    lines.set(event.line, { line: event.line, shows: said(access) });
    return { evidence: [...lines.values()].sort((a, b) => a.line - b.line), scope };
}
function startingSet(assumed) {
    return GUEST_CONFIGS.reduce((set, { lbr }, index) => (assumed === 'infer' || lbr === assumed ? set | (1 << index) : set), 0);
}
function members(set) {
    return GUEST_CONFIGS.flatMap((_, index) => ((set & (1 << index)) === 0 ? [] : [index]));
}
