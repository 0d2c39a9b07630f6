// SPDX-License-Identifier: GPL-2.0-only
@@
identifier vcpu, pmu;
@@
-	vmx_disable_lbr_msrs_passthrough(vcpu);
	__clear_bit(INTEL_PMC_IDX_FIXED_VLBR, pmu->pmc_in_use);
