import { kernel, mail, manual } from '../../kit/source.ts';
import { switchOf } from '../switch.ts';

const sean = (id: string, note: string) => mail(id, 'Sean Christopherson', '2023-01-27', 'said', note);
const posted = (patch: string) =>
  mail('20221125040604.5051-1-weijiang.yang@intel.com', 'Yang Weijiang', '2022-11-24', 'said', patch);
const sdm = (section: string) => manual(`Intel SDM, Architectural Last Branch Records: ${section}`, 'inferred');

/** Arch LBR for guests: the series of November 2022 and its review. */
export const archLbrSwitches = {
  archLbr: switchOf({
    question: 'Can a guest have Arch LBR?',
    values: { hidden: 'No.', exposed: 'Yes, on a host that has it.' },
    sources: [posted('15/15 advertises the feature')],
  }),
  archFlavour: switchOf({
    question: 'What decides whether a vCPU has legacy or Arch LBR?',
    values: { host: 'The host.', 'guest-cpuid': 'The CPUID of the guest, even where the host has the other flavour.' },
    sources: [posted('04/15'), sean('Y9QvxJbITGaY6Yki@google.com', 'test the host, the MSRs do not exist otherwise')],
  }),
  archDepthSource: switchOf({
    question: 'Where does KVM take the depth of a guest from?',
    values: {
      perf: 'From perf: as many records as perf saves and restores.',
      'cpuid-max': 'From CPUID 0x1C of the host, the largest depth, on the assumption that perf uses it.',
    },
    sources: [
      posted('05/15 and 15/15'),
      sean('Y9QzLHNxS4K81SfU@google.com', 'take the depth from perf'),
      sean('Y9RM8ytJYLDIVMpq@google.com', 'do not depend on perf using the largest depth'),
    ],
  }),
  archBadDepth: switchOf({
    question: 'What does KVM_SET_CPUID2 do with a depth that is not the host’s depth?',
    values: { 'lbr-off': 'It accepts it, and guest LBR stays off.', einval: 'It fails.' },
    sources: [posted('15/15'), sean('Y9RM8ytJYLDIVMpq@google.com', 'accept the ioctl, refuse to enable')],
  }),
  archDepthValues: switchOf({
    question: 'Which values does DEPTH accept?',
    values: { enumerated: 'The one that CPUID enumerates.', 'multiples-of-8': 'Every multiple of 8; a draft of 2021.' },
    sources: [posted('05/15')],
  }),
  archDepthReset: switchOf({
    question: 'Does a write of DEPTH zero the records?',
    values: { 'zeroes-records': 'Yes.', 'keeps-records': 'No; no design does this.' },
    sources: [sdm('DEPTH')],
  }),
  archAccess: switchOf({
    question: 'Does KVM ask who owns the LBRs before it touches DEPTH and the records?',
    values: {
      'owner-only': 'Yes, with IRQs off, as for legacy LBR.',
      unguarded: 'No: plain RDMSR and WRMSR, on whatever the CPU holds at that moment.',
    },
    sources: [
      posted('05/15 and 14/15'),
      sean('Y9QzLHNxS4K81SfU@google.com', 'a write of DEPTH purges records of whoever owns them'),
      sean('Y9RMbq1FgygCPRrZ@google.com', 'the same for the records'),
    ],
  }),
  archCtlBits: switchOf({
    question: 'Which LBR_CTL bits may a guest set?',
    values: {
      'by-cpuid': 'Those that CPUID 0x1C enumerates.',
      unchecked: 'Any; no design does this.',
    },
    sources: [posted('06/15')],
  }),
  archCtlControls: switchOf({
    question: 'For which entries are "load LBR_CTL" and "clear LBR_CTL" on?',
    values: {
      never: 'For none.',
      'with-owner': 'For those of a guest that owns the LBRs.',
      always: 'For all.',
      'unless-host-asks': 'For all but those during which the host records the guest at its own request.',
    },
    sources: [posted('10/15'), sean('Y9RKaEzZ9tSKW1ZB@google.com', 'never restores the values of the host')],
  }),
  hostLbrCtl: switchOf({
    question: 'Does KVM give the host its LBR_CTL back after VM-exit?',
    values: { 'not-restored': 'No.', restored: 'Yes.' },
    sources: [sean('Y9RKaEzZ9tSKW1ZB@google.com', 'never restores the values of the host')],
  }),
  guestXss: switchOf({
    question: 'What do XSAVES and XRSTORS of a guest with XSS[15] set reach while it does not own the LBRs?',
    values: {
      'as-written': 'The registers of the CPU: no MSR bitmap applies, and the XSS-exiting bitmap is 0.',
      exits: 'They exit, by the XSS-exiting bitmap, and KVM works on the state that it keeps for the vCPU.',
      masked: 'Nothing: KVM takes bit 15 out of IA32_XSS. XSAVES stores no records then, and XRSTORS faults.',
    },
    sources: [
      kernel('arch/x86/kvm/vmx/vmx.c', 'init_vmcs', 'v7.3', 'read', 'VMX_XSS_EXIT_BITMAP is 0'),
      manual('Intel SDM, Changes to Instruction Behavior in VMX Non-Root Operation', 'inferred', 'XSAVES'),
      manual(
        'Intel SDM, Operation of XRSTORS',
        'inferred',
        'XCOMP_BV with a bit that is not in XCR0 | IA32_XSS faults',
      ),
    ],
  }),
  archCtlNested: switchOf({
    question: 'What happens to L1’s LBR_CTL when L2 runs?',
    values: { kept: 'It survives, because Arch LBR is not enumerated for L2.', zeroed: 'It is lost.' },
    sources: [posted('10/15'), sean('Y9RKaEzZ9tSKW1ZB@google.com', 'delete those lines')],
  }),
  archDebugctlLbr: switchOf({
    question: 'What does DEBUGCTL.LBR do on an Arch LBR CPU?',
    values: {
      'reads-zero': 'A write is ignored.',
      stored: 'It is stored like on a legacy CPU.',
      'vmcs12-unmasked': 'A write is ignored, but vmcs12 gets the value before KVM clears the bit.',
    },
    sources: [posted('06/15'), sean('Y9RFTUqdS05WBCaW@google.com', 'clear the bit before the value goes to vmcs12')],
  }),
  archXss: switchOf({
    question: 'When may a guest set XSS[15]?',
    values: { 'with-feature': 'With Arch LBR.', 'with-host': 'Whenever the host has the component.' },
    sources: [posted('11/15'), sean('Y9RLJsEGjXQ0IAlX@google.com', 'opt-in, not opt-out')],
  }),
  archDb: switchOf({
    question: 'What clears LBR_CTL.LBREn?',
    values: {
      'clears-lbren': 'A #DB.',
      'on-nmi': 'An NMI: the hunk is in the wrong function.',
      no: 'Neither; no design that exposes Arch LBR does this.',
    },
    sources: [posted('12/15'), sdm('effects of #DB')],
  }),
  archInit: switchOf({
    question: 'What does INIT do to LBR_CTL?',
    values: { kept: 'Nothing.', 'lbren-cleared': 'It clears LBREn, as if INIT were a warm RESET.' },
    sources: [posted('12/15'), sdm('INIT and RESET')],
  }),
  archReset: switchOf({
    question: 'What does RESET do to LBR_CTL and IA32_XSS?',
    values: {
      'lbren-cleared': 'It clears LBREn, and all of IA32_XSS.',
      kept: 'Nothing to LBR_CTL; no design that exposes Arch LBR does this.',
      'xss-kept': 'It clears LBREn, and leaves IA32_XSS; no design does this.',
    },
    sources: [
      sdm('INIT and RESET'),
      kernel('arch/x86/kvm/x86.c', 'kvm_vcpu_reset', 'v6.12', 'read', 'sets IA32_XSS to 0'),
    ],
  }),
  archRsm: switchOf({
    question: 'What does RSM restore of LBR_CTL?',
    values: { 'lbren-only': 'LBREn.', 'whole-ctl': 'The whole MSR, over what the SMM handler wrote.' },
    sources: [posted('13/15'), sean('Y9RMASMnzc3tPqvO@google.com', 'RSM must restore only LBREn')],
  }),
} as const;
