import { DEBUGCTL, MSR, hex } from '../msrs.ts';
import { CONTEXT, EVENT } from '../read/events.ts';
const LBR = Number(DEBUGCTL.lbr);
/**
 * perf turns recording of the host on or off in an interrupt. Between kvm_entry and kvm_exit KVM has IRQs off, so no
 * interrupt handler can run there; one that leaves DEBUGCTL.LBR otherwise than it was has changed the owner.
 */
export class IrqsOffJudge {
    #rule;
    #runs = [];
    constructor(bench) {
        this.#rule = bench('LBR-OWN-1');
    }
    event(event, cpu) {
        switch (event.kind) {
            case EVENT.kvmEntry: {
                const before = cpu.debugctl.known ? cpu.debugctl.value : undefined;
                this.#runs[event.cpu] = { line: event.line, pid: event.pid, before, written: undefined, writtenLine: 0 };
                return;
            }
            case EVENT.kvmExit:
                this.#exit(event, this.#runs[event.cpu]);
                this.#runs[event.cpu] = undefined;
                return;
            case EVENT.writeMsr:
                if (event.msr === MSR.debugctl && event.context === CONTEXT.hardirq && !event.fault)
                    this.#write(event, cpu);
        }
    }
    gap(cpu) {
        if (cpu === 'all')
            this.#runs.length = 0;
        else if (cpu !== 'none')
            this.#runs[cpu] = undefined;
    }
    #write(event, cpu) {
        const run = this.#runs[event.cpu];
        if (run !== undefined && run.pid === event.pid) {
            run.written = event.low;
            run.writtenLine = event.line;
        }
        else if (cpu.mode === 'host' && cpu.debugctl.known && (cpu.debugctl.value ^ event.low) & LBR) {
            this.#rule.kept();
        }
    }
    #exit(event, run) {
        if (run === undefined || run.pid !== event.pid || run.written === undefined || run.before === undefined)
            return;
        if (((run.written ^ run.before) & LBR) === 0)
            return;
        const turned = run.written & LBR ? 'on' : 'off';
        this.#rule.violated(event, {
            message: `an interrupt handler turns recording of the host ${turned} between kvm_entry and kvm_exit, where KVM has IRQs off`,
            expected: 'no change of the owner between kvm_entry and kvm_exit',
            found: `DEBUGCTL ${hex(run.before)}, then ${hex(run.written)}`,
            evidence: [
                { line: run.line, shows: 'KVM enters the guest with IRQs off' },
                { line: run.writtenLine, shows: `an interrupt handler writes ${hex(run.written)} to DEBUGCTL` },
            ],
            scope: 'cpu',
            line: run.writtenLine,
        });
    }
}
