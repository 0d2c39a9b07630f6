// IA32_DEBUGCTL, freeze on PMI, SMM.
#include "check.h"

#include "../lbr.h"
#include "../vmx.h"

namespace lab_test {

static const Test bits("IA32_DEBUGCTL MSR", "defined bits are kept, reserved ones fault", [] {
  Cpu &c = fresh("skylake");
  for (unsigned n = 0; n < 64; n++) {
    wr(c, 0x1d9, bit(n));
    const bool defined = n <= 1 || (n >= 6 && n <= 12) || n == 14;
    EXPECT(faulted, !defined);
    if (defined) EXPECT(rd(c, 0x1d9), bit(n));
  }
});

static const Test absent("IA32_DEBUGCTL MSR", "a bit whose feature is absent faults, or stays 0", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, bit(15));
  EXPECT(faulted, true);
  set("debugctl.absent-bit", "ignore");
  wr(c, 0x1d9, bit(15) | 1);
  EXPECT(faulted, false);
  EXPECT(rd(c, 0x1d9), 1);
  wr(c, 0x1d9, bit(2));
  EXPECT(faulted, true);
});

static void start_counter(Cpu &c, bool pmi)
{
  wr(c, 0x38d, pmi ? 0xb0 : 0x30); // fixed counter 1: OS, USR, PMI
  wr(c, 0x309 + 1, kCounterMask - 4);
  wr(c, 0x38f, bit(33));
}

static const Test streamlined("Freezing LBR and Performance Counters on PMI", "perfmon 4: the status bits freeze, DEBUGCTL and GLOBAL_CTRL stay; only the acknowledge thaws", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugLbr | kDebugFreezeLbr | kDebugFreezeCtr);
  start_counter(c, true);
  for (int n = 0; n < 8; n++) branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(machine.pmis, 1);
  EXPECT(rd(c, 0x38e) & (kStatusLbrFrz | kStatusCtrFrz | bit(33)), kStatusLbrFrz | kStatusCtrFrz | bit(33));
  EXPECT(rd(c, 0x1d9), kDebugLbr | kDebugFreezeLbr | kDebugFreezeCtr);
  EXPECT(rd(c, 0x38f), bit(33));
  const u64 tos = rd(c, 0x1c9);
  branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(rd(c, 0x1c9), tos);
  wr(c, 0x390, kStatusLbrFrz | kStatusCtrFrz | bit(33));
  branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(rd(c, 0x1c9), tos + 1);
});

static const Test legacy("Freezing LBR and Performance Counters on PMI", "perfmon 3: DEBUGCTL.LBR and GLOBAL_CTRL are cleared, no status bit", [] {
  Cpu &c = fresh("haswell");
  wr(c, 0x1d9, kDebugLbr | kDebugFreezeLbr | kDebugFreezeCtr);
  start_counter(c, true);
  for (int n = 0; n < 8; n++) branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(rd(c, 0x1d9), kDebugFreezeLbr | kDebugFreezeCtr);
  EXPECT(rd(c, 0x38f), 0);
  EXPECT(rd(c, 0x38e), bit(33));
  rd(c, 0x391);
  EXPECT(faulted, true);
});

static const Test no_pmi("Freezing LBR and Performance Counters on PMI", "an overflow without its PMI bit freezes nothing", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugLbr | kDebugFreezeLbr);
  start_counter(c, false);
  for (int n = 0; n < 8; n++) branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(machine.pmis, 0);
  EXPECT(rd(c, 0x38e), bit(33));
});

static const Test skid("Call-Stack Mode and LBR Freeze", "branches between overflow and freeze, by the setting", [] {
  Cpu &c = fresh("skylake");
  set("freeze.skid", "2");
  wr(c, 0x1d9, kDebugLbr | kDebugFreezeLbr);
  start_counter(c, true);
  for (int n = 0; n < 20; n++) branch(c, kRelJmp, 0x1000, 0x2000);
  const u64 late = rd(c, 0x1c9);
  fresh("skylake");
  wr(c, 0x1d9, kDebugLbr | kDebugFreezeLbr);
  start_counter(c, true);
  for (int n = 0; n < 20; n++) branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(late, rd(c, 0x1c9) + 2);
});

static const Test debug_exception("Monitoring Branches, Exceptions, and Interrupts", "a #DB clears LBR and BTF and is no record; other events are", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugLbr | kDebugBtf | kDebugFreezeLbr);
  deliver_event(c, 1, 0x1000, 0x2000, 0, false);
  EXPECT(rd(c, 0x1d9), kDebugFreezeLbr);
  EXPECT(rd(c, 0x1c9), 0);
  wr(c, 0x1d9, kDebugLbr);
  deliver_event(c, 14, 0x1000, 0x2000, 0, false);
  EXPECT(rd(c, 0x681), 0x1000);
});

static const Test injected("Vectored-Event Injection", "an injected #DB leaves DEBUGCTL and is recorded", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugLbr);
  deliver_event(c, 1, 0x1000, 0x2000, 0, true);
  EXPECT(rd(c, 0x1d9), kDebugLbr);
  EXPECT(rd(c, 0x681), 0x1000);
});

static const Test smm("Filtering of SMM Handler Overhead", "FREEZE_WHILE_SMM clears the enables and RSM restores DEBUGCTL; without it SMM is recorded", [] {
  Cpu &c = fresh("skylake");
  wr(c, 0x1d9, kDebugLbr | kDebugSmm);
  wr(c, 0x38f, 1);
  enter_smm(c);
  EXPECT(rd(c, 0x1d9), kDebugSmm);
  EXPECT(rd(c, 0x38f), 0);
  leave_smm(c, 0x1000, 0);
  EXPECT(rd(c, 0x1d9), kDebugLbr | kDebugSmm);
  EXPECT(rd(c, 0x38f), 1);
  EXPECT(rd(c, 0x1c9), 0);
  wr(c, 0x1d9, kDebugLbr);
  enter_smm(c);
  branch(c, kRelJmp, 0x8000, 0x8010);
  EXPECT(rd(c, 0x1c9), 1);
  set("smm.records", "stop");
  branch(c, kRelJmp, 0x8000, 0x8010);
  EXPECT(rd(c, 0x1c9), 1);
});

} // namespace lab_test
