// Events at chosen places: "!at PLACE [cpu=N] [nth=K] ACTION" of a step file.
#pragma once
#include "state.h"
#include <string>
#include <vector>

namespace lab {

enum class PlaceKind { address, rdmsr, wrmsr, vmentry, vmexit, cli, icount };
enum class ActionKind { pmi, nmi, timer, ipi, smi, hold };

struct Trigger {
  PlaceKind place = PlaceKind::address;
  u64 low = 0, high = 0; // the address; the function's range; the instruction count
  u32 msr = 0;
  int cpu = -1; // any
  u64 nth = 1;  // fires the nth time
  ActionKind action = ActionKind::pmi;
  unsigned vector = 0;
  u64 ticks = 0; // a hold that ends by itself: for how long
  bool armed = true;
  std::string text;
};

// Parses the line after "!at ". Returns an error text, empty where it is fine.
std::string arm(const std::string &line, unsigned cpu);
// What is wrong with an action's name, empty where nothing is.
std::string action_error(const std::string &action);
// The CPU is about to execute an instruction. True: it must not do so now.
bool at_instruction(Cpu &c, u64 rip, bool is_vmentry, bool is_cli);
// After an access of the host, after a VM exit.
void at_msr(Cpu &c, u32 index, bool write);
void at_vmexit(Cpu &c);
bool held(unsigned cpu);
void release(unsigned cpu);
// Whether lab_each has to be on.
bool places_armed();
unsigned places_left();

// What an action does; implemented by the machine.
void machine_do(Cpu &c, const Trigger &t);

} // namespace lab
