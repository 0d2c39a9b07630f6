// SPDX-License-Identifier: GPL-2.0-only
@@
identifier vcpu, msr_info, lbr_desc, read;
@@
intel_pmu_handle_lbr_msrs_access(struct kvm_vcpu *vcpu, struct msr_data *msr_info, bool read)
{
<...
-	lbr_desc->event->state == PERF_EVENT_STATE_ACTIVE
+	lbr_desc->event->state != PERF_EVENT_STATE_ACTIVE
...>
}
