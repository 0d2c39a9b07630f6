// The step file of a scenario: lines for the agent, and lines that start with "!" for the emulator.
#pragma once
#include "state.h"
#include <string>

namespace lab {

// Opens the step file. False where it cannot be read.
bool steps_open(const std::string &path);
// Whether a step asked for calls of the function at this address: "!calls NAME...".
bool watched_function(u64 address);
// The next line for the agent, after the emulator's own were done. "wait" while a CPU has to be held first; "end" after the last one.
// error: what is wrong with the line, empty where nothing is.
std::string next_step(unsigned cpu, std::string &error);

} // namespace lab
