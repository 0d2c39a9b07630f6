import type { Section } from './fact.ts';

/** What a VMM sets, in which order, and what it gets back. Source: `vmx.c`, `x86.c`, `pmu_intel.c` of the releases. */
export const vmm: Section = {
  title: 'ABI for VMMs',
  form: 'items',
  facts: [
    {
      text: 'Offer: the LBR format in PERF_CAPABILITIES from the system ioctl KVM_GET_MSRS, on a host with Arch LBR too.',
      when: ({ register }) => register.archHostLegacyFmt === 'advertised',
      against: ['LBR-CAP-2'],
    },
    {
      text: 'Offer: the LBR format in PERF_CAPABILITIES from the system ioctl KVM_GET_MSRS. It is 0 on a host with Arch LBR, without call-stack mode, and with the mediated vPMU.',
      when: ({ register }) => register.archHostLegacyFmt === 'hidden' && register.mediatedVpmu !== 'absent',
    },
    {
      text: 'Offer: the LBR format in PERF_CAPABILITIES from the system ioctl KVM_GET_MSRS. It is 0 on a host with Arch LBR and without call-stack mode.',
      when: ({ register }) => register.archHostLegacyFmt === 'hidden' && register.mediatedVpmu === 'absent',
    },
    {
      text: 'Enable, per vCPU: KVM_SET_CPUID2 with PDCM, a vPMU and the CPU model of the host; then KVM_SET_MSRS of PERF_CAPABILITIES with exactly that format. The other order can fail, because the CPU model is checked at the write. Both are frozen after the first KVM_RUN.',
      when: ({ register }) => register.perfCapModelCheck === 'at-write' && register.featureMsrsAfterRun !== 'writable',
      against: ['LBR-CAP-7'],
    },
    {
      text: 'Enable, per vCPU: KVM_SET_CPUID2 with PDCM, a vPMU and the CPU model of the host; then KVM_SET_MSRS of PERF_CAPABILITIES with exactly that format. The other order can fail, because the CPU model is checked at the write.',
      when: ({ register }) => register.perfCapModelCheck === 'at-write' && register.featureMsrsAfterRun === 'writable',
      against: ['LBR-CAP-7', 'LBR-CAP-10'],
    },
    {
      text: 'A new vCPU has everything that KVM offers in PERF_CAPABILITIES, unless KVM_X86_QUIRK_STUFF_FEATURE_MSRS is disabled. To give a guest no LBRs, write the format as 0.',
      when: ({ register }) => register.stuffQuirk === 'present',
    },
    {
      text: 'DEBUGCTL: KVM_SET_MSRS is checked against the abilities of the host, not of the vCPU, and every accepted bit goes into the VMCS.',
      when: ({ register }) =>
        register.debugctlHostWrite === 'host-capabilities' && register.debugctlAtEntry === 'as-stored',
      against: ['LBR-DBG-32', 'LBR-CAP-13'],
    },
    {
      text: 'LBR MSRs: KVM_GET_MSRS and KVM_SET_MSRS do what the guest would do. They create a guest LBR event for the calling thread; they read 0 and drop writes, with success, while the event is not ACTIVE.',
      when: ({ register }) => register.vmmLbrAccess === 'like-guest',
      against: ['LBR-MSR-1', 'LBR-MSR-4', 'LBR-MSR-26', 'LBR-MSR-27'],
    },
    {
      text: 'Save and restore: DEBUGCTL is in KVM_GET_MSR_INDEX_LIST, the LBR MSRs are not. A restored guest with DEBUGCTL.LBR set has no guest LBR event until it accesses an LBR MSR or writes DEBUGCTL.',
      when: ({ register }) => register.listDebugctl === 'listed' && register.listLbr === 'not-listed',
      against: ['LBR-MIG-2', 'LBR-MIG-3'],
    },
    {
      text: 'Save and restore: neither DEBUGCTL nor the LBR MSRs are in KVM_GET_MSR_INDEX_LIST.',
      when: ({ register }) => register.listDebugctl === 'not-listed' && register.listLbr === 'not-listed',
      against: ['LBR-MIG-2', 'LBR-MIG-3'],
    },
    {
      text: 'Threads: the thread that causes the creation of the guest LBR event is the one that it follows. A VMM does well to access LBR MSRs only from the thread of the vCPU.',
      when: ({ protocol }) => protocol.vlbrBinding === 'calling-thread',
    },
  ],
};

/** What a guest gets that differs from a CPU. Source: `vmx.c`, `nested.c`, `pmu_intel.c` of the releases. */
export const guest: Section = {
  title: 'What a guest sees',
  form: 'items',
  facts: [
    {
      text: 'WRMSR of DEBUGCTL: unsupported BTF and LBR bits are dropped without a fault, any other unsupported bit faults.',
      when: ({ register }) => register.debugctlSquash === 'unsupported-bits',
    },
    {
      text: 'WRMSR of DEBUGCTL: one unsupported bit of BTF and LBR clears both, without a fault; any other one faults.',
      when: ({ register }) => register.debugctlSquash === 'lbr-with-btf',
      against: ['LBR-DBG-25'],
    },
    {
      text: 'PMI: with FREEZE_LBRS_ON_PMI set, `intel_pmu_deliver_pmi()` clears DEBUGCTL.LBR, for a vPMU of version 2 or 3 only. Branches between the overflow and the delivery are recorded.',
      when: ({ register }) => register.pmiFreeze === 'v2-v3',
      against: ['LBR-FRZ-21'],
    },
    {
      text: '#DB: delivery to the guest does not clear DEBUGCTL.LBR.',
      when: ({ register }) => register.dbClearsLbr === 'no',
      against: ['LBR-RST-4'],
    },
    {
      text: 'RESET clears DEBUGCTL; the records, TOS and LBR_SELECT stay. INIT changes none of them.',
      when: ({ register }) => register.resetRecords === 'kept',
      against: ['LBR-RST-3'],
    },
    {
      text: 'SMM: RSM that returns to L2 enters it with the DEBUGCTL of vmcs01.',
      when: ({ register }) => register.smmL2Debugctl === 'from-vmcs01',
      against: ['LBR-RST-5'],
    },
    {
      text: 'Nested: L1 and L2 share the records. An entry checks the DEBUGCTL in vmcs12 as a WRMSR would be checked.',
      when: ({ register }) => register.vmcs12Debugctl === 'checked',
    },
    {
      text: 'Nested: L1 and L2 share the records. The DEBUGCTL in vmcs12 goes into vmcs02 unchecked.',
      when: ({ register }) => register.vmcs12Debugctl === 'unchecked',
      against: ['LBR-NEST-1', 'LBR-NEST-4'],
    },
    {
      text: 'Nested: vmcs12 gets the DEBUGCTL that L2 writes at its WRMSR, and not what KVM or the CPU clears later.',
      when: ({ register }) => register.vmcs12Save === 'on-wrmsr',
      against: ['LBR-NEST-6', 'LBR-NEST-9'],
    },
    {
      text: 'The LASTBRANCH and LASTINT MSRs (0x1db to 0x1de) read 0.',
      when: ({ register }) => register.lastBranchMsrs === 'read-zero',
    },
    {
      text: 'Arch LBR: KVM does not offer it to guests.',
      when: ({ register }) => register.archLbr === 'hidden',
    },
  ],
};
