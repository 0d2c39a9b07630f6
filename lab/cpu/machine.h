// What the server and the agent's calls ask of the emulator, besides state.h.
#pragma once
#include "types.h"

namespace lab {

unsigned machine_cpus();
// Halted with interrupts off, or shut down.
bool machine_halted_for_good(unsigned cpu);
// Writes bytes into the running kernel. False where the address is not mapped.
bool machine_patch(u64 address, const u8 *bytes, unsigned n);
// Reads a byte of the running kernel. False where the address is not mapped.
bool machine_peek(u64 address, u8 &byte);
// Taken branches to this address reach the hooks.
void machine_watch_target(u64 address);
void machine_watch_instructions(bool on);
u64 machine_hash(bool memory);
void machine_start_timer();
// Writes to each page of memory: a copy of the machine that shares nothing, for comparison.
void machine_touch_memory();
void machine_seed(unsigned seed);

} // namespace lab
