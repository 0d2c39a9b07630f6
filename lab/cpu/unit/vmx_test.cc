// VM entry and VM exit, and who owns what.
#include "check.h"

#include "../judge.h"
#include "../lbr.h"
#include "../msr.h"
#include "../vmx.h"

namespace lab_test {

static const Test entry("Loading Guest Control Registers, Debug Registers, and MSRs", "DEBUGCTL is loaded with the control, else the host's stays", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugSmm);
  EntryControls e;
  e.debugctl = kDebugLbr;
  load_guest(c, e);
  EXPECT(c.debugctl, kDebugSmm);
  e.loads_debug = true;
  load_guest(c, e);
  EXPECT(c.debugctl, kDebugLbr);
  EXPECT(rd(c, 0x1c9), 0); // an entry is no record
});

static const Test check("Checks on Guest Control Registers, Debug Registers, and MSRs", "reserved bits fail the entry with the control only", [] {
  fresh("skylake");
  EntryControls e;
  e.debugctl = bit(40);
  EXPECT(entry_allowed(e), true);
  e.loads_debug = true;
  EXPECT(entry_allowed(e), false);
});

static const Test leave("Loading Host Control Registers, Debug Registers, MSRs", "each exit clears DEBUGCTL and no record is made", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugLbr | kDebugFreezeLbr);
  EXPECT(saved_debugctl(c), kDebugLbr | kDebugFreezeLbr);
  load_host(c, false, false, 0, false);
  EXPECT(c.debugctl, 0);
  EXPECT(rd(c, 0x1c9), 0);
  EXPECT(c.recording, false);
});

static const Test perf("Saving Control Registers, Debug Registers, and MSRs", "PERF_GLOBAL_CTRL is loaded by its controls", [] {
  Cpu &c = fresh("skylake");
  EntryControls e;
  e.loads_perf = true;
  e.perf = 3;
  load_guest(c, e);
  EXPECT(c.pmu.global_ctrl, 3);
  load_host(c, false, true, 1, false);
  EXPECT(c.pmu.global_ctrl, 1);
});

static const Test lbr_ctl("VMX support of architectural LBRs", "LBR_CTL is loaded and cleared by its own two controls", [] {
  Cpu &c = fresh("sapphire-rapids");
  wr(c, 0x14ce, 7);
  EntryControls e;
  load_guest(c, e);
  EXPECT(c.lbr.ctl, 7);
  e.loads_lbr = true;
  e.lbr_ctl = 5;
  load_guest(c, e);
  EXPECT(c.lbr.ctl, 5);
  EXPECT(saved_lbr_ctl(c), 5);
  load_host(c, false, false, 0, false);
  EXPECT(c.lbr.ctl, 5);
  load_host(c, true, false, 0, false);
  EXPECT(c.lbr.ctl, 0);
});

static void as_guest(Cpu &c, u32 vm)
{
  machine.guest = true;
  c.self.who = Who::guest;
  c.self.vm = vm;
  c.self.level = 1;
}

static void as_host(Cpu &c, u64 task)
{
  machine.guest = false;
  c.self = Tag();
  c.self.who = Who::host;
  c.self.task = task;
}

static const Test foreign_record("The judge", "a guest that reads a record of the host is reported, of its own not", [] {
  Cpu &c = fresh("skylake");
  as_host(c, 1);
  wr(c, 0x1d9, 1);
  branch(c, kRelJmp, 0x1000, 0x2000);
  as_guest(c, 1);
  branch(c, kRelJmp, 0x3000, 0x4000);
  const u64 before = findings();
  judge_read(c, kFrom, 2, 0x3000, c.self, "rdmsr");
  EXPECT(findings() - before, 0);
  judge_read(c, kFrom, 1, 0x1000, c.self, "rdmsr");
  EXPECT(findings() - before, 1);
});

static const Test by_value("The judge", "the owner stays through a save and a restore by value, of the task that saved", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, 1);
  as_guest(c, 1);
  branch(c, kRelJmp, 0x1000, 0x2000);
  as_host(c, 7);
  EXPECT(rd(c, 0x681), 0x1000);
  wr(c, 0x681, 0);
  EXPECT(tag_of(c, kFrom, 1).who == Who::nobody, true);
  wr(c, 0x681, 0x1000);
  EXPECT(tag_of(c, kFrom, 1).who == Who::guest, true);
  EXPECT(tag_of(c, kFrom, 1).vm, 1);
  EXPECT(tag_of(c, kFrom, 1).trips, 1);
  // two owners saved the same value in the same register: another task's restore cannot be told
  as_guest(c, 2);
  c.lbr.tos = 0;
  branch(c, kRelJmp, 0x1000, 0x2000);
  as_host(c, 8);
  rd(c, 0x681);
  as_host(c, 9);
  wr(c, 0x681, 0x1000);
  EXPECT(tag_of(c, kFrom, 1).ambiguous, true);
  as_host(c, 8);
  wr(c, 0x681, 0x1000);
  EXPECT(tag_of(c, kFrom, 1).vm, 2);
});

static const Test software("The judge", "a value that the host's software wrote was executed by nobody; TOS and SELECT have no other writer", [] {
  Cpu &c = fresh("skylake");
  as_host(c, 1);
  wr(c, 0x680, 0x1234);
  wr(c, 0x1c9, 5);
  wr(c, 0x1c8, 0x3c5);
  as_guest(c, 1);
  const u64 before = findings();
  judge_read(c, kFrom, 0, 0x1234, c.self, "rdmsr");
  EXPECT(findings() - before, 0);
  judge_read(c, kTos, 0, 5, c.self, "rdmsr");
  judge_read(c, kSelect, 0, 0x3c5, c.self, "rdmsr");
  EXPECT(findings() - before, 2);
});

static const Test emulated("The judge", "what the host writes for a guest's WRMSR that exited is the guest's", [] {
  Cpu &c = fresh("skylake");
  as_host(c, 1);
  c.pending_msr = c.pending_write = true;
  c.pending_vm = 3;
  c.pending_index = 0x680;
  c.pending_value = 0x1234;
  wr(c, 0x680, 0x1234);
  EXPECT(tag_of(c, kFrom, 0).who == Who::guest, true);
  EXPECT(tag_of(c, kFrom, 0).vm, 3);
});

} // namespace lab_test
