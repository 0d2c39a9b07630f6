// SPDX-License-Identifier: GPL-2.0-only
@@
identifier cpuc, event;
@@
void intel_pmu_lbr_del(struct perf_event *event)
{
<...
-	branch_user_callstack(cpuc->br_sel)
+	!branch_user_callstack(event->hw.branch_reg.reg)
...>
}
