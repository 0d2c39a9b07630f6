import { readMsr, writeMsr } from './access.ts';
import { cpuidOf } from './cpuid.ts';
import { hostOf } from './host.ts';
import { createMachine } from './machine.ts';
import { setCpuid } from './vmm.ts';
/**
 * What a guest access must give on a fresh vCPU: `ok` with the value of a read, or `#GP`, and the rule that decides.
 * `host` and `vcpu` take defaults for what is missing. The answer depends on the design only through `settings`; the
 * contract's settings give the normative answer.
 */
export function expectedGuestAccess(host, vcpu, access, settings) {
    const fullHost = hostOf(host);
    const machine = createMachine(fullHost, settings);
    setCpuid(machine, cpuidOf(fullHost, vcpu));
    if (access.kind === 'rdmsr')
        return readMsr(machine, access.msr, 'guest');
    return writeMsr(machine, access.msr, access.value, 'guest');
}
