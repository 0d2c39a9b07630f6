// SPDX-License-Identifier: GPL-2.0-only
@ entry @
identifier vcpu;
@@
	if (intel_pmu_lbr_is_enabled(vcpu))
		vmx_passthrough_lbr_msrs(vcpu);
+
+	if (!vmx->lbr_desc.msr_passthrough &&
+	    vmx_guest_debugctl_read() & DEBUGCTLMSR_LBR)
+		vmx_guest_debugctl_write(vcpu, vmx_guest_debugctl_read() &
+					       ~DEBUGCTLMSR_LBR);
