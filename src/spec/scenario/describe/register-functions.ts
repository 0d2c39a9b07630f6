const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'guest.rdmsr': ['kvm_emulate_rdmsr()', 'vmx_get_msr()'],
  'guest.wrmsr': ['kvm_emulate_wrmsr()', 'vmx_set_msr()'],
  'guest.vmenter_l2': ['nested_vmx_run()', 'nested_vmx_enter_non_root_mode()'],
  'vmm.set_cpuid': ['kvm_vcpu_ioctl_set_cpuid2()'],
  'vmm.get_msr': ['do_get_msr()', 'vmx_get_msr()'],
  'vmm.set_msr': ['do_set_msr()', 'vmx_set_msr()'],
  'vmm.get_feature_msr': ['do_get_feature_msr()', 'vmx_get_feature_msr()'],
};

/** The kernel functions that a call of the register world enters first, by KVM's names in 6.12 and 7.3. */
export const registerFunctions = (op: string): readonly string[] => FUNCTIONS[op] ?? [];
