/** What perf reads for a sample on a host with Arch LBR. */
import { kernel, manual } from '../../kit/source.ts';
import { cpuOfEvent, guestOwner } from '../../model/protocol/observe.ts';
import { named } from '../kit/protocol/about.ts';
import { protocolRule } from '../kit/protocol/rule.ts';

export const archLbrSamples = [
  protocolRule({
    id: 'LBR-ARCH-37',
    level: 'must',
    title: "perf reads Arch LBRs under the host's IA32_XSS",
    statement:
      'A PMI handler must read the LBRs of a pCPU for a host LBR event that owns them, wherever between VM-entry and VM-exit handling the PMI arrives.',
    rationale:
      'perf reads Arch LBRs with XSAVES, which stores the components of XCR0 | IA32_XSS only. Around the guest IA32_XSS holds the guest’s value, which never has bit 15. XSAVES then stores no records, and perf reports those of the sample before.',
    doesNotSay: 'It does not say whether KVM restores IA32_XSS before it handles the NMI or perf reads the MSRs there.',
    killedBy: ['archSampleRead=under-guest-xss'],
    inTrace: { unseen: 'a trace shows no XSAVES and no NMI' },
    securityBoundary: false,
    sources: [
      kernel(
        'arch/x86/events/intel/lbr.c',
        'intel_pmu_arch_lbr_read_xsave',
        'v7.3',
        'read',
        'does not look at XSTATE_BV',
      ),
      kernel(
        'arch/x86/kvm/x86.c',
        'kvm_load_xfeatures',
        'v7.3',
        'read',
        'the host’s value is back after the loop only',
      ),
      kernel('arch/x86/kvm/x86.c', 'kvm_load_host_xsave_state', 'v6.12', 'read', 'called after vmx_vcpu_enter_exit()'),
      manual('Intel SDM, XSAVES', 'inferred', 'the requested-feature bitmap'),
    ],
    model: ['src/spec/model/protocol/actions/pmi.ts#readsNothing'],
    property: (m) => ({
      kind: 'step',
      about: named('nmi.sample', 'nmi.sample_guest'),
      witness: (_before, { name }) =>
        m.instance.flavour === 'arch' && (name === 'nmi.sample' || name === 'nmi.sample_guest'),
      holds: (before, _action, after) => {
        if (m.instance.flavour !== 'arch' || after.seen.sampled === 0) return true;
        const cpu = cpuOfEvent(m, before, m.events[after.seen.sampled - 1]);
        return guestOwner(m, before, cpu) >= 0 || after.seen.sampleFresh === 1;
      },
    }),
  }),
];
