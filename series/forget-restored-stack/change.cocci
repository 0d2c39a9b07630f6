// SPDX-License-Identifier: GPL-2.0-only
// A restore puts the registers in the state of another task context than the one that was saved last.
@@
identifier ctx, cpuc;
@@
void __intel_pmu_lbr_restore(void *ctx)
{
	struct cpu_hw_events *cpuc = ...;
... when any
	x86_pmu.lbr_restore(ctx);
+	cpuc->last_task_ctx = NULL;

	task_context_opt(ctx)->lbr_stack_state = LBR_NONE;
}
