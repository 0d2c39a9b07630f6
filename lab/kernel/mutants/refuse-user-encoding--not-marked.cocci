// SPDX-License-Identifier: GPL-2.0-only
@ define @
@@
 #define PERF_EV_CAP_SIBLING BIT(2)
+#define PERF_EV_CAP_KERNEL_ONLY		BIT(4)

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
