import * as fc from 'fast-check';
import { mail } from '../../kit/source.ts';
import { address, lbrCpuid, lbrHost, priority } from '../kit/register/arbitrary.ts';
import { NO_GUEST_LBR } from '../kit/register/exemptions.ts';
import { isControl, seen, writableMsr } from '../kit/register/observe.ts';
import { registerRule } from '../kit/register/rule.ts';
import { ACCESS, MODEL } from './contend.ts';
import { UNSEEN } from '../kit/in-trace.ts';
import { UNTESTED } from '../kit/register/on-hardware.ts';

export const vmmRules = [
  registerRule({
    id: 'LBR-MSR-25',
    level: 'must',
    title: "A VMM read of an LBR MSR gives the guest's value",
    statement:
      'While nobody else uses the LBRs, KVM must give the VMM for each LBR MSR of the vCPU the value that the guest would read.',
    rationale: 'A save consists of these reads.',
    doesNotSay:
      'It says nothing of a vCPU that has lost the LBRs: the guest reads 0 then, the VMM may read the records.',
    killedBy: ['lbrDummyCheck=inverted', 'archAccess=unguarded', 'bug U01'],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [ACCESS],
    model: MODEL,
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        which: fc.nat(7),
        value: address,
        vmmFirst: fc.boolean(),
      }),
      classes: ['the guest first', 'the VMM first', 'LBR_SELECT or TOS', 'a record'],
      classify: ({ host, which, vmmFirst }) => [
        vmmFirst ? 'the VMM first' : 'the guest first',
        isControl(writableMsr(host, which)) ? 'LBR_SELECT or TOS' : 'a record',
      ],
      holds: ({ host, cpuid, which, value, vmmFirst }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        const msr = writableMsr(host, which);
        const written = isControl(msr) ? (value >> 12n) & 0xfn : value;
        const { result } = vmmFirst ? vcpu.setMsr(msr, written) : vcpu.wrmsr(msr, written);
        if (result !== 'ok') return undefined;
        const vmm = seen(vcpu.getMsr(msr));
        return vmm === seen(vcpu.rdmsr(msr)) && vmm === seen({ result: 'ok', value: written });
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-26',
    level: 'must',
    title: "VMM access leaves the host's records alone",
    statement: 'KVM_GET_MSRS or KVM_SET_MSRS of an LBR MSR must not change what a host LBR event finds in the records.',
    rationale:
      'The VMM makes the ioctl in any thread, at any time. Today it creates the vLBR event there, and a system-wide profile loses its records because somebody took a snapshot.',
    doesNotSay: 'It does not say that a guest access leaves the host alone; ownership decides that.',
    killedBy: ['vmmLbrAccess=like-guest'],
    inTrace: UNSEEN.ioctl,
    onHardware: UNTESTED.hiddenRegisters,
    securityBoundary: false,
    sources: [ACCESS, mail('Y9RUOvJ5dkCU9J8C@google.com', 'Sean Christopherson', '2023-01-27', 'said')],
    model: MODEL,
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({ host: lbrHost, cpuid: lbrCpuid, kind: priority, write: fc.boolean() }),
      classes: ['get', 'set', 'flexible', 'pinned'],
      classify: ({ kind, write }) => [write ? 'set' : 'get', kind.endsWith('pinned') ? 'pinned' : 'flexible'],
      holds: ({ host, cpuid, kind, write }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        vcpu.openHostEvent(kind);
        const msr = vcpu.host.from;
        const before = vcpu.hostRdmsr(msr).value;
        const { result } = write ? vcpu.setMsr(msr, 0x401000n) : vcpu.getMsr(msr);
        if (result !== 'ok') return undefined;
        return vcpu.hostRdmsr(msr).value === before;
      },
    },
  }),
  registerRule({
    id: 'LBR-MSR-27',
    revision: 2,
    level: 'must',
    title: 'A VMM write that succeeds is kept',
    statement:
      'A KVM_SET_MSRS of an LBR MSR that reports success must be what KVM_GET_MSRS reads afterwards, whoever has the LBRs, a host event with the encoding of the vLBR event included.',
    rationale: 'If KVM drops a write and reports success, a migration has lost the records and does not know it.',
    doesNotSay: 'It does not say that KVM can store the value at any time; KVM may also refuse.',
    killedBy: ['vmmLbrAccess=like-guest'],
    history: [
      {
        revision: 2,
        date: '2026-11-29',
        reason:
          'The verdict "holds" on v7.3 was wrong, because nothing in this world could put the vLBR event into ERROR there. An event with its encoding does; KVM then drops the write and reports success.',
        before:
          'A KVM_SET_MSRS of an LBR MSR that reports success must be what KVM_GET_MSRS reads afterwards, whoever has the LBRs.',
      },
    ],
    inTrace: UNSEEN.ioctl,
    onHardware: 'selftest',
    securityBoundary: false,
    sources: [ACCESS],
    model: MODEL,
    exempt: [NO_GUEST_LBR],
    property: {
      arbitrary: fc.record({
        host: lbrHost,
        cpuid: lbrCpuid,
        value: fc.oneof(address, fc.constant(0x0123_4567_89ab_cdefn)),
        contender: fc.constantFrom('none', 'host event', 'host event, encoding of the vLBR event'),
      }),
      classes: ['none', 'host event', 'host event, encoding of the vLBR event', 'a value that the CPU refuses'],
      classify: ({ value, contender }) => [
        contender,
        ...(value === 0x0123_4567_89ab_cdefn ? ['a value that the CPU refuses'] : []),
      ],
      holds: ({ host, cpuid, value, contender }, start) => {
        const vcpu = start(host);
        vcpu.setCpuid(cpuid);
        if (contender !== 'none') vcpu.openHostEvent('cpu-pinned', contender !== 'host event');
        const msr = vcpu.host.from;
        if (vcpu.setMsr(msr, value).result !== 'ok') return undefined;
        return vcpu.getMsr(msr).value === value;
      },
    },
  }),
];
