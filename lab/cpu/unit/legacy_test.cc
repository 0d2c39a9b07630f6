// Model-specific last branch records.
#include "check.h"

#include "../lbr.h"

namespace lab_test {

static const Test on_off("LBR Stack", "records only while DEBUGCTL.LBR is 1; TOS moves before the record is written", [] {
  Cpu &c = fresh("skylake");
  branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(rd(c, 0x1c9), 0);
  wr(c, 0x1d9, 1);
  branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(rd(c, 0x1c9), 1);
  EXPECT(rd(c, 0x681), 0x1000);
  EXPECT(rd(c, 0x6c1), 0x2000);
  wr(c, 0x1d9, 0);
  branch(c, kRelJmp, 0x3000, 0x4000);
  EXPECT(rd(c, 0x1c9), 1);
});

static const Test wraps("LBR Stack", "TOS wraps at the depth of the model", [] {
  for (const char *name : {"skylake", "haswell"}) {
    Cpu &c = fresh(name);
    wr(c, 0x1d9, 1);
    for (unsigned n = 0; n < model.records + 2; n++) branch(c, kRelJmp, 0x1000 + n, 0x2000);
    EXPECT(rd(c, 0x1c9), 2);
    EXPECT(rd(c, 0x682), 0x1000 + model.records + 1);
    EXPECT(rd(c, 0x683), 0x1002);
  }
});

static const Test depth_of_model("LBR Stack and Intel 64 Processors", "MSRs past the depth and INFO without format 5 are not there", [] {
  Cpu &c = fresh("haswell");
  rd(c, 0x690);
  EXPECT(faulted, true);
  rd(c, 0xdc0);
  EXPECT(faulted, true);
  rd(fresh("skylake"), 0xddf);
  EXPECT(faulted, false);
  Cpu &old = fresh("penryn");
  rd(old, 0x43);
  EXPECT(faulted, false);
  rd(old, 0x680);
  EXPECT(faulted, true);
  rd(old, 0x1c8);
  EXPECT(faulted, true);
});

static const Test info("MSR_LBR_INFO_x MSR", "cycles since the record before, saturating at 65535", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, 1);
  branch(c, kRelJmp, 1, 2);
  machine.icount += 9;
  branch(c, kRelJmp, 1, 2);
  EXPECT(rd(c, 0xdc2), 10);
  machine.icount += 100000;
  branch(c, kRelJmp, 1, 2);
  EXPECT(rd(c, 0xdc3), 0xffff);
});

static const Test filters("Filtering of Last Branch Records", "each bit of MSR_LBR_SELECT suppresses its kind", [] {
  for (unsigned kind = kJcc; kind <= kFar; kind++) {
    Cpu &c = fresh("skylake");
    wr(c, 0x1c8, bit(kind));
    wr(c, 0x1d9, 1);
    for (unsigned other = kJcc; other <= kFar; other++) branch(c, other, 0x1000 + other, 0x2000);
    EXPECT(rd(c, 0x1c9), 6);
    for (unsigned n = 1; n <= 6; n++) EXPECT(rd(c, 0x680 + n) != 0x1000 + kind, true);
  }
});

static const Test rings("Filtering of Last Branch Records", "the CPL filter looks at where the branch ends, or where it began, by the setting", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1c8, 1); // no ring 0
  wr(c, 0x1d9, 1);
  c.cpl = 3;
  machine.cpl = 0;
  branch(c, kFar, 0x1000, 0xffffffff81000000ULL);
  EXPECT(rd(c, 0x1c9), 0);
  machine.cpl = 3;
  branch(c, kFar, 0xffffffff81000000ULL, 0x1000);
  EXPECT(rd(c, 0x1c9), 1);
  set("lbr.cpl-filter", "origin");
  c.cpl = 0;
  branch(c, kFar, 0xffffffff81000000ULL, 0x1000);
  EXPECT(rd(c, 0x1c9), 1);
});

static const Test call_stack("Call Stack Profiling", "calls push, near returns pop, others leave nothing", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1c8, 0x3c4);
  wr(c, 0x1d9, 1);
  branch(c, kRelCall, 0x1000, 0x2000);
  branch(c, kIndCall, 0x2010, 0x3000);
  branch(c, kRelJmp, 0x3000, 0x3010);
  branch(c, kRelCall, 0x3010, 0x3015); // of the next instruction
  EXPECT(rd(c, 0x1c9), 2);
  branch(c, kRet, 0x3020, 0x2012);
  EXPECT(rd(c, 0x1c9), 1);
  EXPECT(rd(c, 0x682), 0);
  EXPECT(rd(c, 0x681), 0x1000);
});

static const Test pop_keeps("Call Stack Profiling", "a return may leave its record, and stop at an empty stack, by the settings", [] {
  Cpu &c = fresh("skylake");
  set("lbr.pop", "keep");
  set("lbr.underflow", "stop");
  wr(c, 0x1c8, 0x3c4);
  wr(c, 0x1d9, 1);
  branch(c, kRelCall, 0x1000, 0x2000);
  branch(c, kRet, 0x2000, 0x1005);
  EXPECT(rd(c, 0x681), 0x1000);
  EXPECT(rd(c, 0x1c9), 0);
  branch(c, kRet, 0x2000, 0x1005);
  EXPECT(rd(c, 0x1c9), 0);
});

static const Test reserved("Filtering of Last Branch Records", "reserved bits of MSR_LBR_SELECT fault, or are ignored", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1c8, 0x400);
  EXPECT(faulted, true);
  set("lbr.select-reserved", "ignore");
  wr(c, 0x1c8, 0x401);
  EXPECT(faulted, false);
  EXPECT(rd(c, 0x1c8), 1);
  wr(fresh("nehalem"), 0x1c8, 0x200);
  EXPECT(faulted, true);
});

static const Test addresses("LBR Stack and Intel 64 Processors", "a record takes canonical addresses; others fault, or are extended", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x680, 0xffff800000001000ULL);
  EXPECT(faulted, false);
  wr(c, 0x680, 0x0000800000001000ULL);
  EXPECT(faulted, true);
  set("lbr.noncanonical", "extend");
  wr(c, 0x680, 0x0000800000001000ULL);
  EXPECT(faulted, false);
  EXPECT(rd(c, 0x680), 0xffff800000001000ULL);
});

static const Test quirk("LBR Stack and Intel 64 Processors", "without TSX, bits 62:61 of FROM have to agree with bit 47 on Haswell", [] {
  Cpu &c = fresh("haswell");
  wr(c, 0x680, 0x1fffffff81000000ULL); // as the CPU itself stores it
  EXPECT(faulted, true);
  wr(c, 0x680, 0x7fffffff81000000ULL);
  EXPECT(faulted, false);
  wr(c, 0x680, 0xffffffff81000000ULL);
  EXPECT(faulted, false);
  wr(c, 0x680, 0x1000);
  EXPECT(faulted, false);
  wr(c, 0x1d9, 1);
  branch(c, kRelJmp, 0xffffffff81000000ULL, 0xffffffff81000010ULL);
  EXPECT(rd(c, 0x681), 0x1fffffff81000000ULL);
});

static const Test deep_sleep("LBR Behavior and Deep C-State", "TOS and LER are model-specific registers of their own", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1dd, 1);
  EXPECT(faulted, true);
  rd(c, 0x1dd);
  EXPECT(faulted, false);
});

} // namespace lab_test
