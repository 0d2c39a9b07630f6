// XSAVES and XRSTORS of component 15, the architectural LBR state.
#pragma once
#include "state.h"

namespace lab {

constexpr unsigned kLbrStateWords = 101; // 808 bytes: CTL, DEPTH, LER (3), then FROM, TO, INFO of 32 entries

// "Processor Tracking of XSAVE-Managed State": whether the component is in its initial configuration.
bool lbr_state_in_use(const Cpu &c);
// The words that XSAVES writes to the area at linear address `area`, of which n are valid. Returns 0 where it may leave the area alone.
unsigned save_lbr_state(Cpu &c, u64 area, u64 *words);
// XRSTORS of such an area. False: #GP.
bool restore_lbr_state(Cpu &c, u64 area, const u64 *words);
// XRSTORS with the component's bit clear in XSTATE_BV.
void init_lbr_state(Cpu &c);

} // namespace lab
