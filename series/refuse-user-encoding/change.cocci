// SPDX-License-Identifier: GPL-2.0-only
// The fake counter of the guest LBR event is for KVM: a user gets -EINVAL, as with an event code that does not exist.
@ define @
@@
 #define PERF_EV_CAP_SIBLING BIT(2)
+#define PERF_EV_CAP_KERNEL_ONLY		BIT(4)

@ config @
identifier event, ret;
@@
 intel_pmu_hw_config(struct perf_event *event)
{
... when any
	ret = intel_pmu_bts_config(event);
	if (ret)
		return ret;
+
+	if (constraint_match(&vlbr_constraint, event->hw.config))
+		event->event_caps |= PERF_EV_CAP_KERNEL_ONLY;
... when any
}

@ open @
identifier err_alloc, err, event;
@@
	if (is_sampling_event(event)) {
		if (event->pmu->capabilities & PERF_PMU_CAP_NO_INTERRUPT) {
			err = -EOPNOTSUPP;
			goto err_alloc;
		}
	}
+
+	if (event->event_caps & PERF_EV_CAP_KERNEL_ONLY) {
+		err = -EINVAL;
+		goto err_alloc;
+	}
