import * as fc from 'fast-check';
import { kernel, mail, manual } from '../../kit/source.ts';
import { DEBUGCTL, MSR, type Session } from '../../model/register/index.ts';
import { address, lbrCpuid, lbrHost } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { hasArchLbr, ownsFlavour } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { contend } from './contend.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

const GUEST_MODE = 'src/spec/model/register/guest-mode.ts';
const NESTED = 'arch/x86/kvm/vmx/nested.c';
const SAVED = manual('Intel SDM, Saving Control Registers, Debug Registers, and MSRs', 'inferred');

const WAYS = ['WRMSR', 'vmcs12', 'VMM, before CPUID'] as const;

/** Turns the recording on in one of the ways that KVM accepts; false where the vCPU has no LBR. */
function turnOn(vcpu: Session, way: (typeof WAYS)[number]): boolean {
  if (way === 'VMM, before CPUID') vcpu.setMsr(MSR.DEBUGCTL, DEBUGCTL.LBR);
  vcpu.setCpuid();
  // A look at the MSRs would create the event that this is about.
  const has = vcpu.peek(vcpu.host.from, 'guest').result === 'ok';
  if (way === 'vmcs12') return has && vcpu.enterL2({ debugctl: DEBUGCTL.LBR }).result === 'ok';
  if (way === 'WRMSR') vcpu.wrmsr(MSR.DEBUGCTL, DEBUGCTL.LBR);
  return has && vcpu.peek(MSR.DEBUGCTL, 'guest').value === DEBUGCTL.LBR;
}

/** DEBUGCTL.LBR and LBR_CTL: what the guest reads of them, and what they come to. */
export const enableBitRules = [
  registerRule({
    id: 'LBR-MSR-32',
    level: 'must',
    title: 'A guest reads the enable bits that it wrote',
    statement:
      'A guest RDMSR of DEBUGCTL or LBR_CTL must give the enable bit and the filter that the guest wrote last, whoever has had the LBRs since.',
    rationale:
      'VM-exit writes both registers to their VMCS fields, LBR_CTL wherever the CPU has a control for it, set or not. A KVM that enters a non-owner with the bit clear finds it clear after the exit, and one that leaves the controls off finds the host’s value. So it needs a copy of its own.',
    doesNotSay: 'It says nothing of events that clear the bit for the guest, such as a #DB or a freezing PMI.',
    killedBy: ['enableBitCopy=vmcs-field', 'archCtlNested=zeroed'],
    inTrace: UNSEEN.vmcs,
    onHardware: UNTESTED.hiddenRegisters,
    securityBoundary: false,
    sources: [SAVED, kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_get_msr', 'v7.3', 'read', 'reads the VMCS field')],
    model: [`${GUEST_MODE}#inGuestMode`],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        branch: address,
        nested: fc.boolean(),
        lost: fc.boolean(),
      }),
      classes: ['lost', 'not lost'],
      classify: ({ lost }) => [lost ? 'lost' : 'not lost'],
      holds: ({ host, cpuid, branch, nested, lost }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (!ownsFlavour(vcpu)) return undefined;
        const [msr, value] = hasArchLbr(vcpu) ? [MSR.ARCH_LBR_CTL, 0x7f0003n] : [MSR.DEBUGCTL, DEBUGCTL.LBR];
        vcpu.wrmsr(msr, value);
        if (lost) contend(vcpu);
        vcpu.branch(branch, branch);
        if (nested && msr === MSR.ARCH_LBR_CTL) vcpu.enterL2();
        return vcpu.rdmsr(msr).value === value;
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-33',
    level: 'must',
    title: 'Recording that is on fills the guest’s records, however it was turned on',
    statement:
      'While no host event uses the LBRs, a branch that a guest with legacy LBR takes with DEBUGCTL.LBR set must be in the records that it reads next, whether WRMSR, vmcs12 or the VMM set the bit.',
    rationale:
      'Only a WRMSR of the guest and a trapped access of an LBR MSR create the vLBR event. With the bit from vmcs12, or from a restore before CPUID, KVM warns and enters; the branch goes into registers that nobody owns, and the event that the read creates begins with a reset.',
    doesNotSay: 'It does not say whether KVM creates the event or refuses the bit where perf has no event to give.',
    killedBy: ['missingEvent=nothing'],
    inTrace: UNSEEN.between,
    onHardware: UNTESTED.hiddenRegisters,
    securityBoundary: false,
    sources: [
      kernel('arch/x86/kvm/vmx/pmu_intel.c', 'vmx_passthrough_lbr_msrs', 'v7.3', 'read', 'warns and enters'),
      kernel(NESTED, 'prepare_vmcs02', 'v7.3', 'read', 'writes DEBUGCTL of vmcs12 to the VMCS'),
      mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said'),
    ],
    model: [`${GUEST_MODE}#prepareEvent`, `${GUEST_MODE}#takeBranch`],
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ way: fc.constantFrom(...WAYS), branch: address }),
      classes: [...WAYS],
      classify: ({ way }) => [way],
      holds: ({ way, branch }, start) => {
        const vcpu = start({});
        if (!turnOn(vcpu, way)) return undefined;
        vcpu.branch(branch, branch);
        return vcpu.rdmsr(vcpu.host.from + 1).value === branch;
      },
    },
  }),
];
