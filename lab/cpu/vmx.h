// VM entry and VM exit, as far as they touch branch records and counters.
#pragma once
#include "state.h"

namespace lab {

struct EntryControls {
  bool loads_debug = false;
  u64 debugctl = 0;
  bool loads_lbr = false;
  u64 lbr_ctl = 0;
  bool loads_perf = false;
  u64 perf = 0;
};

// "Checks on Guest Control Registers, Debug Registers, and MSRs". False: the entry fails.
bool entry_allowed(const EntryControls &e);
void load_guest(Cpu &c, const EntryControls &e);
// What the exit saves in the guest IA32_DEBUGCTL and IA32_LBR_CTL fields.
u64 saved_debugctl(const Cpu &c);
u64 saved_lbr_ctl(const Cpu &c);
// failed: the exit is that of an entry that failed after its checks began.
void load_host(Cpu &c, bool clears_lbr, bool loads_perf, u64 perf, bool failed);

// An event was delivered through the IDT. vector 1 is #DB; injected: by VM entry.
void deliver_event(Cpu &c, unsigned vector, u64 from, u64 to, unsigned cpl, bool injected);

void enter_smm(Cpu &c);
void leave_smm(Cpu &c, u64 rip, unsigned cpl);
void power_up(Cpu &c);
void init_reset(Cpu &c);
void mwait(Cpu &c, unsigned c_state);

} // namespace lab
