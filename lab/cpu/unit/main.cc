// Runs the unit tests of the emulated CPU without an emulator around it.
#include "check.h"

#include "../judge.h"
#include "../lbr.h"
#include "../msr.h"
#include "../perfmon.h"
#include "../vmx.h"

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace lab_test {

struct Entry {
  const char *section, *name;
  std::function<void()> body;
};

static std::vector<Entry> &tests()
{
  static std::vector<Entry> all;
  return all;
}

static const char *fault = nullptr; // put into each CPU
static unsigned failures = 0, failed_here = 0;
FakeMachine machine;
bool faulted = false;

Test::Test(const char *section, const char *name, std::function<void()> body) { tests().push_back({section, name, std::move(body)}); }

void expect_equal(const char *what, u64 found, u64 expected, const char *file, int line)
{
  if (found == expected) return;
  failed_here++;
  std::printf("  %s:%d: %s is 0x%llx, expected 0x%llx\n", file, line, what, (unsigned long long)found, (unsigned long long)expected);
}

Cpu &fresh(const char *model_name)
{
  settings = Settings();
  if (fault != nullptr) set(fault, "on");
  machine = FakeMachine();
  if (!set_model(model_name)) std::abort();
  cpus[0] = Cpu();
  power_up(cpus[0]);
  return cpus[0];
}

void set(const char *setting, const char *value)
{
  if (!set_setting(setting, value)) {
    std::printf("no setting %s=%s\n", setting, value);
    std::abort();
  }
}

u64 rd(Cpu &c, u32 index)
{
  u64 v = 0;
  faulted = read_msr(c, index, v) != Access::done;
  Cell cell;
  unsigned slot;
  if (!faulted && !machine.guest && cell_of(c, index, cell, slot)) judge_saved(c, cell, slot, v);
  return faulted ? ~0ULL : v;
}

void wr(Cpu &c, u32 index, u64 value) { faulted = write_msr(c, index, value) != Access::done; }

void branch(Cpu &c, unsigned kind, u64 from, u64 to)
{
  machine.icount++;
  if (c.recording) record(c, kind, from, to, machine.cpl);
  c.cpl = static_cast<u8>(machine.cpl);
  if (c.pmu.counting) {
    c.pmu.branches++;
    count(c);
  }
  if (c.freeze_in >= 0 || c.pmi_in >= 0) skid(c);
}

} // namespace lab_test

namespace lab {

using lab_test::machine;

u64 machine_icount(unsigned) { return machine.icount; }
u64 machine_time() { return machine.icount; }
u64 machine_rip(unsigned) { return 0xffffffff81000000ULL; }
u64 machine_stack(unsigned, unsigned) { return 0; }
unsigned machine_cpl(unsigned) { return machine.cpl; }
bool machine_in_guest(unsigned) { return machine.guest; }
bool machine_interrupts(unsigned) { return true; }
bool machine_nmi_blocked(unsigned) { return false; }
bool machine_pmi_masked(unsigned) { return machine.pmi_masked; }
void machine_raise_pmi(unsigned) { machine.pmis++; }
void machine_set_hot(unsigned, bool) {}

} // namespace lab

// With the name of a fault the tests run on CPUs that have it: one of them has to fail.
int main(int argc, char **argv)
{
  using namespace lab_test;
  if (argc > 1) fault = argv[1];
  for (const Entry &t : tests()) {
    failed_here = 0;
    t.body();
    std::printf("%s %s: %s\n", failed_here == 0 ? "ok" : "FAIL", t.section, t.name);
    if (failed_here != 0) failures++;
  }
  std::printf("%zu tests, %u failed\n", tests().size(), failures);
  return failures == 0 ? 0 : 1;
}
