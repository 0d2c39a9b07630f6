// MSRs of the platform that a kernel reads and the emulator lacks. Nothing of the contract depends on them.
#pragma once
#include "types.h"

namespace lab {

bool read_platform_msr(unsigned cpu, u32 index, u64 &value);
bool write_platform_msr(u32 index);

} // namespace lab
