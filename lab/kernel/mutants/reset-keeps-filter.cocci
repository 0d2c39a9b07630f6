// SPDX-License-Identifier: GPL-2.0-only
@@
identifier cpuc, W;
@@
void intel_pmu_lbr_reset(void)
{
... when any
-	if (<+... cpuc->lbr_select ...+>)
-		W(MSR_LBR_SELECT, 0);
}
