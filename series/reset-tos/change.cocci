// SPDX-License-Identifier: GPL-2.0-only
// The name of the MSR writer, wrmsrl() or wrmsrq(), is bound from the tree.
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
@@
void intel_pmu_lbr_reset(void)
{
... when any
	x86_pmu.lbr_reset();
+	if (x86_pmu.lbr_tos)
+		W(x86_pmu.lbr_tos, 0);
... when any
}
