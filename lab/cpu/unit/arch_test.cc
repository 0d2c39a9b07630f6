// Architectural LBRs and their XSAVE component.
#include "check.h"

#include "../lbr.h"
#include "../vmx.h"
#include "../xsave.h"

namespace lab_test {

static Cpu &arch()
{
  Cpu &c = fresh("sapphire-rapids");
  wr(c, 0x14ce, 0x7f0007);
  return c;
}

static const Test order("Architectural Last Branch Records", "entry 0 is the newest, and records shift", [] {
  Cpu &c = arch();
  branch(c, kRelJmp, 0x1000, 0x2000);
  branch(c, kRet, 0x2000, 0x3000);
  EXPECT(rd(c, 0x1500), 0x2000);
  EXPECT(rd(c, 0x1600), 0x3000);
  EXPECT(rd(c, 0x1501), 0x1000);
  EXPECT(rd(c, 0x1200) >> 56 & 15, 5);
  EXPECT(rd(c, 0x1201) >> 56 & 15, 2);
  EXPECT(rd(c, 0x1502), 0);
});

static const Test opt_in("Branch Type Filtering", "a kind is recorded only if its bit is set", [] {
  static const unsigned kBits[] = {0, 0, 16, 19, 20, 21, 18, 17, 22};
  for (unsigned kind = kJcc; kind <= kFar; kind++) {
    Cpu &c = fresh("sapphire-rapids");
    wr(c, 0x14ce, 7 | bit(kBits[kind]));
    for (unsigned other = kJcc; other <= kFar; other++) branch(c, other, 0x1000 + other, 0x2000);
    EXPECT(rd(c, 0x1500), 0x1000 + kind);
    EXPECT(rd(c, 0x1501), 0);
  }
});

static const Test cpl("CPL Filtering", "FROM is all ones where the privilege before the branch was filtered out", [] {
  Cpu &c = fresh("sapphire-rapids");
  wr(c, 0x14ce, 0x7f0005); // user only
  c.cpl = 0;
  machine.cpl = 3;
  branch(c, kFar, 0xffffffff81000000ULL, 0x1000);
  EXPECT(rd(c, 0x1500), ~0ULL);
  EXPECT(rd(c, 0x1600), 0x1000);
});

static const Test depth_write("LBR Depth", "any write of DEPTH clears the records; entries past it fault; others than the listed ones fault", [] {
  Cpu &c = arch();
  branch(c, kRelJmp, 0x1000, 0x2000);
  wr(c, 0x14cf, 32);
  EXPECT(rd(c, 0x1500), 0);
  wr(c, 0x14cf, 8);
  rd(c, 0x1508);
  EXPECT(faulted, true);
  rd(c, 0x1507);
  EXPECT(faulted, false);
  for (u64 bad : {0ULL, 12ULL, 40ULL}) {
    wr(c, 0x14cf, bad);
    EXPECT(faulted, true);
  }
});

static const Test debugctl("IA32_DEBUGCTL", "bit 0 takes any value and reads 0", [] {
  Cpu &c = arch();
  wr(c, 0x1d9, 1);
  EXPECT(faulted, false);
  EXPECT(rd(c, 0x1d9), 0);
  rd(c, 0x1c9);
  EXPECT(faulted, true);
  rd(c, 0x680);
  EXPECT(faulted, true);
});

static const Test addresses("IP Fields", "addresses are made canonical, never refused", [] {
  Cpu &c = arch();
  wr(c, 0x1500, 0x0000800000001000ULL);
  EXPECT(faulted, false);
  EXPECT(rd(c, 0x1500), 0xffff800000001000ULL);
});

static const Test pop("Call-Stack Mode", "a return shifts the records down and clears the last entry", [] {
  Cpu &c = fresh("sapphire-rapids");
  wr(c, 0x14ce, 0x7f000f);
  branch(c, kRelCall, 0x1000, 0x2000);
  branch(c, kRelCall, 0x2000, 0x3000);
  branch(c, kRet, 0x3000, 0x2005);
  EXPECT(rd(c, 0x1500), 0x1000);
  EXPECT(rd(c, 0x1501), 0);
});

static const Test event("Debug Exceptions", "a #DB clears LBREn", [] {
  Cpu &c = arch();
  deliver_event(c, 1, 0x1000, 0x2000, 0, false);
  EXPECT(rd(c, 0x14ce), 0x7f0006);
  EXPECT(rd(c, 0x1500), 0);
});

static const Test smm("SMM", "LBREn is saved and cleared whatever bit 14 says, and restored by RSM, which is recorded without bit 14", [] {
  Cpu &c = arch();
  enter_smm(c);
  EXPECT(rd(c, 0x14ce), 0x7f0006);
  leave_smm(c, 0x1000, 0);
  EXPECT(rd(c, 0x14ce), 0x7f0007);
  EXPECT(rd(c, 0x1500), 0x1000);
  EXPECT(rd(c, 0x1600), 0x1000);
});

static const Test round_trip("LBR State", "XSAVES and XRSTORS keep CTL, LER, records; the owner goes along by the address", [] {
  Cpu &c = arch();
  c.self.who = Who::guest;
  c.self.vm = 4;
  branch(c, kRelJmp, 0x1000, 0x2000);
  c.self.who = Who::host;
  c.self.vm = 0;
  u64 words[kLbrStateWords] = {};
  EXPECT(save_lbr_state(c, 0x9000, words), 5 + 3 * 32);
  EXPECT(words[0], 0x7f0007);
  EXPECT(words[1], 32);
  EXPECT(words[5], 0x1000);
  wr(c, 0x14cf, 32);
  EXPECT(restore_lbr_state(c, 0x9000, words), true);
  EXPECT(rd(c, 0x1500), 0x1000);
  EXPECT(tag_of(c, kFrom, slot_of(c, 0)).vm, 4);
  EXPECT(rd(c, 0x14ce), 0x7f0007);
});

static const Test mismatch("LBR State", "another depth clears the records and loads CTL; a reserved bit of DEPTH faults; DEPTH is never loaded", [] {
  Cpu &c = arch();
  branch(c, kRelJmp, 0x1000, 0x2000);
  u64 words[kLbrStateWords] = {0x7f0001, 16, 0x11, 0x12, 0x13, 0x5000};
  EXPECT(restore_lbr_state(c, 0x9000, words), true);
  EXPECT(rd(c, 0x1500), 0);
  EXPECT(rd(c, 0x14ce), 0x7f0001);
  EXPECT(rd(c, 0x14cf), 32);
  EXPECT(rd(c, 0x1dd), 0x11);
  set("xrstors.mismatch-ler", "clear");
  restore_lbr_state(c, 0x9000, words);
  EXPECT(rd(c, 0x1dd), 0);
  words[1] = 0x101;
  EXPECT(restore_lbr_state(c, 0x9000, words), false);
  words[1] = 40;
  EXPECT(restore_lbr_state(c, 0x9000, words), true);
  set("xrstors.unlisted-depth", "fault");
  EXPECT(restore_lbr_state(c, 0x9000, words), false);
});

static const Test initial("Processor Tracking of XSAVE-Managed State", "the initial state may be left out; XRSTORS of it clears all but DEPTH", [] {
  Cpu &c = fresh("sapphire-rapids");
  EXPECT(lbr_state_in_use(c), false);
  set("xsave.init-optimization", "write");
  EXPECT(lbr_state_in_use(c), true);
  set("xsave.init-optimization", "skip");
  wr(c, 0x14cf, 8);
  wr(c, 0x14ce, 0x7f0007);
  branch(c, kRelJmp, 0x1000, 0x2000);
  EXPECT(lbr_state_in_use(c), true);
  init_lbr_state(c);
  EXPECT(rd(c, 0x14ce), 0);
  EXPECT(rd(c, 0x14cf), 8);
  EXPECT(rd(c, 0x1500), 0);
});

} // namespace lab_test
