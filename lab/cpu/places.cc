#include "places.h"

#include "symbols.h"

#include <cstdlib>
#include <sstream>

namespace lab {

static std::vector<Trigger> triggers;
static bool is_held[kCpus];
static u64 held_until[kCpus]; // 0: until it is released

static bool parse_number(const std::string &text, u64 &value)
{
  char *end = nullptr;
  value = std::strtoull(text.c_str(), &end, 0);
  return !text.empty() && *end == 0;
}

static std::string parse_place(const std::string &word, Trigger &t, unsigned cpu)
{
  u64 n = 0;
  const std::size_t colon = word.find(':');
  if (word.compare(0, 6, "wrmsr:") == 0 || word.compare(0, 6, "rdmsr:") == 0) {
    if (!parse_number(word.substr(colon + 1), n)) return "an MSR's number is expected after " + word.substr(0, colon + 1);
    t.place = word[0] == 'w' ? PlaceKind::wrmsr : PlaceKind::rdmsr;
    t.msr = static_cast<u32>(n);
  } else if (word == "vmentry")
    t.place = PlaceKind::vmentry;
  else if (word == "vmexit")
    t.place = PlaceKind::vmexit;
  else if (word.compare(0, 4, "cli@") == 0) {
    t.place = PlaceKind::cli;
    t.low = symbol_address(word.substr(4), &t.high);
    if (t.low == 0) return "no symbol " + word.substr(4) + " in this kernel";
  } else if (word.compare(0, 7, "icount+") == 0) {
    if (!parse_number(word.substr(7), n)) return "a number is expected after icount+";
    t.place = PlaceKind::icount;
    t.low = machine_icount(t.cpu < 0 ? cpu : static_cast<unsigned>(t.cpu)) + n;
    if (t.cpu < 0) t.cpu = static_cast<int>(cpu);
  } else {
    t.low = symbol_address(word);
    if (t.low == 0) return "no symbol " + word + " in this kernel";
  }
  return "";
}

static std::string parse_action(const std::string &word, Trigger &t)
{
  u64 n = 0;
  if (word == "pmi") t.action = ActionKind::pmi;
  else if (word == "nmi") t.action = ActionKind::nmi;
  else if (word == "timer") t.action = ActionKind::timer;
  else if (word == "smi") t.action = ActionKind::smi;
  else if (word == "hold") t.action = ActionKind::hold;
  else if (word.compare(0, 5, "hold:") == 0 && parse_number(word.substr(5), n) && n > 0) {
    t.action = ActionKind::hold;
    t.ticks = n;
  }
  else if (word.compare(0, 4, "ipi:") == 0 && parse_number(word.substr(4), n) && n >= 16 && n < 256) {
    t.action = ActionKind::ipi;
    t.vector = static_cast<unsigned>(n);
  } else
    return "unknown action \"" + word + "\"; expected pmi, nmi, timer, smi, hold, hold:TICKS or ipi:VECTOR";
  return "";
}

std::string action_error(const std::string &action)
{
  Trigger t;
  return parse_action(action, t);
}

std::string arm(const std::string &line, unsigned cpu)
{
  std::istringstream words(line);
  std::string place, word, action;
  Trigger t;
  t.text = line;
  words >> place;
  while (words >> word) {
    u64 n = 0;
    const bool of_cpu = word.compare(0, 4, "cpu=") == 0, nth = word.compare(0, 4, "nth=") == 0;
    if (of_cpu || nth) {
      if (!parse_number(word.substr(4), n) || (of_cpu ? n >= kCpus : n == 0)) return "bad number in " + word;
      if (of_cpu) t.cpu = static_cast<int>(n);
      else t.nth = n;
    } else if (action.empty())
      action = word;
    else
      return "unexpected word \"" + word + "\"";
  }
  if (place.empty() || action.empty()) return "expected: !at PLACE [cpu=N] [nth=K] ACTION";
  std::string error = parse_place(place, t, cpu);
  if (error.empty()) error = parse_action(action, t);
  if (error.empty()) triggers.push_back(t);
  return error;
}

static bool due(Trigger &t, const Cpu &c) { return t.armed && (t.cpu < 0 || t.cpu == static_cast<int>(c.id)) && --t.nth == 0; }

// The trigger fires when the CPU is before its next instruction.
static void fire(Cpu &c, Trigger &t)
{
  t.armed = false;
  if (t.action == ActionKind::hold) {
    is_held[c.id] = true;
    held_until[c.id] = t.ticks == 0 ? 0 : machine_time() + t.ticks;
  }
  machine_do(c, t);
}

bool at_instruction(Cpu &c, u64 rip, bool is_vmentry, bool is_cli)
{
  bool stop = false;
  const bool guest = machine_in_guest(c.id);
  if (is_held[c.id] && held_until[c.id] != 0 && machine_time() >= held_until[c.id]) release(c.id);
  if (is_held[c.id]) {
    // the place itself, and not what an interrupt taken there executes
    for (const Trigger &t : triggers)
      if (t.action == ActionKind::hold && !t.armed && t.cpu == static_cast<int>(c.id) && t.high == rip) return true;
  }
  for (Trigger &t : triggers) {
    if (!t.armed) continue;
    const bool here = (t.place == PlaceKind::address && !guest && rip == t.low) || (t.place == PlaceKind::vmentry && is_vmentry && !guest) ||
                      (t.place == PlaceKind::icount && t.cpu == static_cast<int>(c.id) && machine_icount(c.id) >= t.low);
    if (here && due(t, c)) {
      t.cpu = static_cast<int>(c.id);
      t.high = rip;
      fire(c, t);
      stop = true;
    } else if (t.place == PlaceKind::cli && is_cli && !guest && rip >= t.low && rip < t.high && due(t, c)) {
      // after this instruction: wait for the next one of this CPU
      t.place = PlaceKind::icount;
      t.low = machine_icount(c.id) + 1;
      t.nth = 1;
      t.cpu = static_cast<int>(c.id);
    }
  }
  return stop;
}

static void later(Cpu &c, Trigger &t)
{
  t.place = PlaceKind::icount;
  t.low = machine_icount(c.id) + 1;
  t.nth = 1;
  t.cpu = static_cast<int>(c.id);
}

void at_msr(Cpu &c, u32 index, bool write)
{
  for (Trigger &t : triggers)
    if (t.armed && t.place == (write ? PlaceKind::wrmsr : PlaceKind::rdmsr) && t.msr == index && !machine_in_guest(c.id) && due(t, c)) later(c, t);
}

void at_vmexit(Cpu &c)
{
  for (Trigger &t : triggers)
    if (t.armed && t.place == PlaceKind::vmexit && due(t, c)) later(c, t);
}

bool held(unsigned cpu) { return is_held[cpu]; }

void release(unsigned cpu)
{
  is_held[cpu] = false;
  for (Trigger &t : triggers)
    if (t.action == ActionKind::hold && !t.armed && t.cpu == static_cast<int>(cpu)) t.high = 0;
}

bool places_armed()
{
  for (const Trigger &t : triggers)
    if (t.armed) return true;
  for (const bool h : is_held)
    if (h) return true;
  return false;
}

unsigned places_left()
{
  unsigned n = 0;
  for (const Trigger &t : triggers) n += t.armed ? 1 : 0;
  return n;
}

} // namespace lab
