// The state of one logical processor as far as branch records and performance monitoring go.
#pragma once
#include "owner.h"
#include "settings.h"
#include "types.h"

namespace lab {

// IA32_DEBUGCTL MSR
constexpr u64 kDebugLbr = bit(0), kDebugBtf = bit(1), kDebugTr = bit(6), kDebugBts = bit(7);
constexpr u64 kDebugFreezeLbr = bit(11), kDebugFreezeCtr = bit(12), kDebugUncore = bit(13), kDebugSmm = bit(14), kDebugRtm = bit(15);
// IA32_PERF_GLOBAL_STATUS MSR
constexpr u64 kStatusLbrFrz = bit(58), kStatusCtrFrz = bit(59);
constexpr unsigned kCounterWidth = 48;
constexpr u64 kCounterMask = bit(kCounterWidth) - 1;

enum Cell : unsigned { kFrom, kTo, kInfo, kTos, kSelect, kCells };

struct Lbr {
  u64 select = 0, tos = 0;
  u64 ctl = 0, depth = 0; // architectural
  u64 value[3][kRecords] = {};
  u64 ler[3] = {};
  u64 last = 0; // time of the last record
  Tag tag[kRecords];
  Tag cell_tag[3][kRecords]; // of a register that software wrote, while the bit in written is set
  u32 written[3] = {};
  Tag tos_tag, select_tag;
};

struct Perfmon {
  u64 fixed_ctrl = 0, global_ctrl = 0, status = 0;
  u64 select[8] = {}, general[8] = {}, fixed[4] = {};
  u64 last = 0;            // instruction count of the last account
  u64 branches = 0;        // taken branches since then
  u64 room_instructions = 0, room_branches = 0; // until the first overflow
  bool counting = false;
};

struct Cpu {
  unsigned id = 0;
  u64 debugctl = 0, misc_enable = 0;
  Lbr lbr;
  Perfmon pmu;
  bool recording = false;
  u8 cpl = 0;          // since the last far branch
  unsigned list = 0;   // an MSR list is worked on: 1 VM-entry load, 2 VM-exit store, 3 VM-exit load
  bool injecting = false;
  Tag self;            // who executes now
  u32 vmcs_vm = 0;     // the guest of the VMCS that ran last
  // delayed by freeze.skid and pmi.skid
  int freeze_in = -1, pmi_in = -1;
  // SMM
  u64 smm_debugctl = 0, smm_global_ctrl = 0, smm_lbr_ctl = 0;
  bool in_smm = false;
  // XSAVE tracking
  u64 xrstors_area = 0;
  bool lbr_modified = true;
  // a guest's RDMSR or WRMSR that exited, until the next entry
  bool pending_msr = false, pending_write = false;
  u32 pending_index = 0, pending_vm = 0;
  u8 pending_level = 0;
  bool pending_l2 = false; // the guest's own VMLAUNCH or VMRESUME exited: what is entered next for it is its L2
  u64 pending_value = 0;
};

extern Cpu cpus[kCpus];

// What the CPU asks of the machine around it. The emulator implements it, and so do the unit tests.
u64 machine_icount(unsigned cpu);
u64 machine_time();
u64 machine_rip(unsigned cpu);
u64 machine_stack(unsigned cpu, unsigned n); // the n-th word from the top of the stack
unsigned machine_cpl(unsigned cpu);
bool machine_in_guest(unsigned cpu);
bool machine_interrupts(unsigned cpu);  // RFLAGS.IF
bool machine_nmi_blocked(unsigned cpu); // inside an NMI handler
bool machine_pmi_masked(unsigned cpu);
void machine_raise_pmi(unsigned cpu);
void machine_set_hot(unsigned cpu, bool hot);

// Recomputes what is derived of the registers: whether the CPU records and counts.
void update(Cpu &c);

} // namespace lab
