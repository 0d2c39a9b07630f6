// SPDX-License-Identifier: GPL-2.0-only
// The guest's own bit is put back after the exit, so that it reads what it wrote and records again when it owns the LBRs.
@ entry @
identifier vcpu;
@@
	if (intel_pmu_lbr_is_enabled(vcpu))
		vmx_passthrough_lbr_msrs(vcpu);
+
+	if (!vmx->lbr_desc.msr_passthrough &&
+	    vmx_guest_debugctl_read() & DEBUGCTLMSR_LBR) {
+		vmx_guest_debugctl_write(vcpu, vmx_guest_debugctl_read() &
+					       ~DEBUGCTLMSR_LBR);
+		lbr_masked = true;
+	}

@ declare depends on entry @
identifier vcpu, vmx;
@@
 vmx_vcpu_run(struct kvm_vcpu *vcpu, ...)
 {
	...
	struct vcpu_vmx *vmx = to_vmx(vcpu);
+	bool lbr_masked = false;
	...
 }

@ leave depends on entry @
identifier vcpu, vmx;
expression E;
@@
(
	vmx_vcpu_enter_exit(vcpu, E);
+
+	if (lbr_masked)
+		vmx_guest_debugctl_write(vcpu, vmx_guest_debugctl_read() |
+					       DEBUGCTLMSR_LBR);
|
	vmx_vcpu_enter_exit(vcpu, vmx, E);
+
+	if (lbr_masked)
+		vmx_guest_debugctl_write(vcpu, vmx_guest_debugctl_read() |
+					       DEBUGCTLMSR_LBR);
)
