// Architectural performance monitoring: counters, overflow, freeze, PMI.
#pragma once
#include "state.h"

namespace lab {

// Accounts for the instructions and taken branches since the last call.
void count(Cpu &c);
// A counter overflowed and asks for a PMI: freeze, then the interrupt.
void overflow_pmi(Cpu &c);
// Each taken branch while the CPU is watched: delayed freeze and PMI.
void skid(Cpu &c);
// An overflow by force: of the first counter that would raise a PMI. Returns its status bit, 0 where there is none.
u64 force_overflow(Cpu &c);
u64 global_ctrl_mask();
u64 status_mask();

} // namespace lab
