// SPDX-License-Identifier: GPL-2.0-only
@@
identifier cpuc, event;
@@
void intel_pmu_lbr_add(struct perf_event *event)
{
... when any
-	if (!cpuc->lbr_users++ && !event->total_time_running)
+	if ((!cpuc->lbr_users++ ||
+	     !constraint_match(&vlbr_constraint, event->hw.config)) &&
+	    !event->total_time_running)
		intel_pmu_lbr_reset();
... when any
}
