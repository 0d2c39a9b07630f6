// SPDX-License-Identifier: GPL-2.0-only
@ writer @
identifier W;
expression tos;
@@
void intel_pmu_lbr_restore(void *ctx)
{
... when any
	W(x86_pmu.lbr_tos, tos);
... when any
}
@@
identifier writer.W;
identifier cpuc;
@@
void intel_pmu_lbr_reset(void)
{
	struct cpu_hw_events *cpuc = ...;
... when any
	x86_pmu.lbr_reset();
+	if (x86_pmu.lbr_tos && cpuc->last_task_ctx)
+		W(x86_pmu.lbr_tos, 0);
... when any
}
