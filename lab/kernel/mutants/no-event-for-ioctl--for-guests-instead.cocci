// SPDX-License-Identifier: GPL-2.0-only
@@
identifier vcpu, msr_info, lbr_desc, read;
@@
intel_pmu_handle_lbr_msrs_access(struct kvm_vcpu *vcpu, struct msr_data *msr_info, bool read)
{
... when any
-	if (!lbr_desc->event && intel_pmu_create_guest_lbr_event(vcpu) < 0)
+	if (!lbr_desc->event &&
+	    (!msr_info->host_initiated ||
+	     intel_pmu_create_guest_lbr_event(vcpu) < 0))
		goto dummy;
... when any
}
