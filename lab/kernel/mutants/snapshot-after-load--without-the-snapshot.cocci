// SPDX-License-Identifier: GPL-2.0-only
@@
identifier vcpu, debug_ctl, run_flags;
@@
int vcpu_enter_guest(struct kvm_vcpu *vcpu)
{
... when any
+	kvm_mediated_pmu_load(vcpu);
+
	debug_ctl = get_debugctlmsr();
	if ((debug_ctl ^ vcpu->arch.host_debugctl) & kvm_x86_ops.HOST_OWNED_DEBUGCTL &&
	    !vcpu->arch.guest_state_protected)
		run_flags |= KVM_RUN_LOAD_DEBUGCTL;
-	vcpu->arch.host_debugctl = debug_ctl;
-	kvm_mediated_pmu_load(vcpu);
... when any
}
