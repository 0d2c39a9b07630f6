// RDMSR and WRMSR of the registers that are ours, as the manual's table "Architectural MSRs" and the model's own have them.
#pragma once
#include "state.h"

namespace lab {

enum class Access { not_ours, fault, done };

// Which cell of the record stack an MSR is; false where it is none.
bool cell_of(const Cpu &c, u32 index, Cell &cell, unsigned &slot);
Access read_msr(Cpu &c, u32 index, u64 &value);
Access write_msr(Cpu &c, u32 index, u64 value);
// Bits of IA32_DEBUGCTL that WRMSR and VM entry accept.
u64 debugctl_mask();
u64 lbr_ctl_mask();
// Depths that CPUID.1CH lists.
bool listed_depth(u64 depth);

} // namespace lab
