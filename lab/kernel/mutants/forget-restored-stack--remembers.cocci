// SPDX-License-Identifier: GPL-2.0-only
@@
identifier ctx, cpuc;
@@
void __intel_pmu_lbr_restore(void *ctx)
{
	struct cpu_hw_events *cpuc = ...;
... when any
	x86_pmu.lbr_restore(ctx);
+	cpuc->last_task_ctx = ctx;

	task_context_opt(ctx)->lbr_stack_state = LBR_NONE;
}
