// A few words to write the CPU's unit tests in.
#pragma once
#include "../state.h"

#include <functional>
#include <string>

namespace lab_test {

using namespace lab;

// Registers a test. The name says the rule, the section is the manual's.
struct Test {
  Test(const char *section, const char *name, std::function<void()> body);
};

void expect_equal(const char *what, u64 found, u64 expected, const char *file, int line);
#define EXPECT(found, expected) lab_test::expect_equal(#found, static_cast<lab::u64>(found), static_cast<lab::u64>(expected), __FILE__, __LINE__)

// A CPU of a model after power-up, with all settings at their defaults.
Cpu &fresh(const char *model_name);
void set(const char *setting, const char *value);
// RDMSR and WRMSR: the value read, or ~0 with faulted set.
extern bool faulted;
u64 rd(Cpu &c, u32 index);
void wr(Cpu &c, u32 index, u64 value);
// A taken branch of a kind, at the privilege of the machine.
void branch(Cpu &c, unsigned kind, u64 from, u64 to);
// What the fake machine around the CPU does and has seen.
struct FakeMachine {
  u64 icount = 1000;
  unsigned cpl = 0;
  bool guest = false;
  bool pmi_masked = false;
  unsigned pmis = 0;
};
extern FakeMachine machine;

} // namespace lab_test
