// SPDX-License-Identifier: GPL-2.0-only
@@
identifier tos, W;
@@
void intel_pmu_lbr_restore(void *ctx)
{
... when any
-	W(x86_pmu.lbr_tos, tos);
... when any
}
