import { kernel, mail, manual } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const SERIES = mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said');
const sean = (id: string, note: string) => mail(id, 'Sean Christopherson', '2023-01-27', 'said', note);

/** Arch LBR for guests, as far as ownership goes. */
export const archSwitches = {
  archGuestLbr: switchOf({
    question: 'Is Arch LBR offered to guests?',
    values: { hidden: 'No.', exposed: 'Yes.' },
    sources: [kernel('arch/x86/kvm/vmx/vmx.c', 'vmx_get_perf_capabilities', 'v7.3', 'read'), SERIES],
  }),
  archAccess: switchOf({
    question: 'Does KVM ask who owns the LBRs before it touches LBR_DEPTH or a record for a guest?',
    values: {
      'owner-only': 'Yes, with IRQs off, as for legacy LBR.',
      unguarded: 'No; it reads and writes whatever the pCPU’s registers hold at that moment.',
    },
    sources: [
      SERIES,
      sean('Y9QzLHNxS4K81SfU@google.com', 'a write of DEPTH purges the records of whoever owns them'),
      sean('Y9RMbq1FgygCPRrZ@google.com', 'the same for the records'),
    ],
  }),
  archSampleRead: switchOf({
    question: 'Under which IA32_XSS does perf read Arch LBRs for a sample around VM-entry and VM-exit?',
    values: {
      'under-guest-xss':
        'The guest’s, which has bit 15 clear: XSAVES stores nothing, and the sample shows the old contents of the buffer.',
      'under-host-xss':
        'The host’s: KVM restores it before it handles the NMI, or perf reads the MSRs one by one there.',
    },
    sources: [
      kernel('arch/x86/events/intel/lbr.c', 'intel_pmu_arch_lbr_read_xsave', 'v7.3', 'read'),
      kernel('arch/x86/kvm/x86.c', 'kvm_load_xfeatures', 'v7.3', 'read', 'around the loop that enters the guest'),
      manual('Intel SDM, XSAVES', 'said', 'the requested-feature bitmap is masked with XCR0 | IA32_XSS'),
    ],
  }),
  guestXss: switchOf({
    question: 'When does a guest with Arch LBR run with bit 15 of IA32_XSS?',
    values: {
      'as-written': 'Whenever it has set the bit, whether it owns the LBRs or not.',
      'owner-only':
        'XSAVES and XRSTORS reach the registers while it owns the LBRs; otherwise they exit, by the XSS-exiting bitmap.',
    },
    sources: [
      manual('Intel SDM, XSAVES', 'said', 'no MSR bitmap applies; XSS-exiting does'),
      kernel('arch/x86/kvm/vmx/vmx.c', 'init_vmcs', 'v7.3', 'read', 'VMX_XSS_EXIT_BITMAP is 0'),
      SERIES,
    ],
  }),
  lbrCtlControls: switchOf({
    question: 'Are the VMX controls "load IA32_LBR_CTL" and "clear IA32_LBR_CTL" set?',
    values: {
      never: 'No; IA32_LBR_CTL keeps its value across VM-entry and VM-exit.',
      always: 'Both, for every entry and exit.',
      'with-ownership': 'Both, exactly for the entries for which the guest owns the LBRs.',
      'unless-host-asks': 'Both, except for entries during which the host records the guest at its own request.',
      'load-only': 'Only the load, for every entry; VM-exit leaves what the guest had.',
      'clear-only': 'Only the clear, for every exit; VM-entry leaves what the host had.',
      'by-wrmsr': 'No; KVM writes IA32_LBR_CTL by WRMSR before VM-entry and after VM-exit.',
    },
    sources: [
      sean('Y9RKaEzZ9tSKW1ZB@google.com', 'always is wrong; suggests toggling'),
      manual('Intel SDM, VM-Entry Controls and VM-Exit Controls', 'said'),
    ],
  }),
  hostLbrCtl: switchOf({
    question: 'Does KVM restore the host’s IA32_LBR_CTL after VM-exit?',
    values: { 'not-restored': 'No.', restored: 'Yes, to perf’s value, if VM-exit changed it.' },
    sources: [
      sean('Y9RKaEzZ9tSKW1ZB@google.com', 'the series never restores the values of the host'),
      mail('YD/GrQAl1NMPHXFj@google.com', 'Sean Christopherson', '2021-03-03', 'said', 'asked the same of version 3'),
    ],
  }),
} as const;
