// SPDX-License-Identifier: GPL-2.0-only
@@
identifier i, lbr_idx, need_info;
@@
void intel_pmu_lbr_restore(void *ctx)
{
... when any
-	for (; i < x86_pmu.lbr_nr; i++) {
-		...
-		if (need_info)
-			wrlbr_info(lbr_idx, 0);
-	}
... when any
}
