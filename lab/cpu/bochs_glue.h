// What the files that talk to the emulator share. Only they include its headers.
#pragma once
#include "bochs.h"
#include "cpu/cpu.h"
#include "cpu/decoder/ia_opcodes.h"
#include "memory/memory-bochs.h"
#include "pc_system.h"
#undef LOG_THIS

#include "state.h"

namespace lab {

BX_CPU_C *cpu_of(unsigned cpu);
// The page of the guest machine's memory at a linear address of this CPU, nullptr where it is not mapped.
u8 *memory_at(unsigned cpu, u64 linear);
u8 *physical_memory(u64 address);

} // namespace lab
