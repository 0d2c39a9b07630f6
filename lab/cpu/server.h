// The fork server: boots once to the agent's first call, then one child for each scenario.
#pragma once
#include "state.h"
#include <string>

namespace lab {

// Reads the file that LAB_CONFIG names, once: model, settings, symbols.
void server_configure();
// The machine was reset: the first time it starts, later the scenario ends.
void server_reset();
// The agent's call: `page` holds struct lab_call.
void server_call(Cpu &c, u8 *page);
// A byte of the serial port.
void server_serial(char byte);
// Now and then: limits, panic, hang.
void server_tick();
// Runs `count` copies of the machine as it is now, the k-th with `action` at instruction start + k * every from here.
void server_sweep(Cpu &c, u64 count, u64 start, u64 every, const std::string &action);
// Ends the scenario, or the boot.
[[noreturn]] void server_finish(const char *status, const std::string &text);

} // namespace lab
