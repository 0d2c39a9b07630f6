// SPDX-License-Identifier: GPL-2.0-only
// intel_pmu_lbr_add() has just stored the filter of the event that it counts; intel_pmu_lbr_del() has not.
@@
identifier cpuc, event;
@@
void intel_pmu_lbr_del(struct perf_event *event)
{
<...
-	branch_user_callstack(cpuc->br_sel)
+	branch_user_callstack(event->hw.branch_reg.reg)
...>
}
