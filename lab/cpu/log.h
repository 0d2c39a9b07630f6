// The event log: one JSON object a line, format lbr-lab-log/1.
#pragma once
#include "state.h"
#include <cstdio>
#include <string>

namespace lab {

// One line of the log. It is written when the object goes out of scope; without a log nothing happens.
class Line {
public:
  // With the CPU's context: time, mode, privilege, task, place.
  Line(const char *type, const Cpu &c);
  // Without.
  explicit Line(const char *type);
  ~Line();
  Line(const Line &) = delete;
  Line &operator=(const Line &) = delete;
  Line &hex(const char *name, u64 value);
  Line &number(const char *name, u64 value);
  Line &text(const char *name, const std::string &value);
  Line &raw(const char *name, const std::string &json);

private:
  bool on_;
  std::string line_;
};

void log_open(FILE *file);
// False where not all of it could be written.
bool log_close();
bool log_on();
// Every MSR, or those of the contract only.
void log_all_msrs(bool all);
bool logged_msr(u32 index);
u64 log_hash(); // of all lines so far
u64 log_lines();

std::string quoted(const std::string &text);
// Where the CPU is, in the host: symbol and offset.
std::string place_text(const Cpu &c);
std::string hex_text(u64 value);
// Owners of the records from the newest on, as a JSON array; runs of equal ones as "host*5".
std::string ring_owners(const Cpu &c);
// Registers and records with owners, as a JSON object.
std::string cpu_state(const Cpu &c);

void log_foreign(const Cpu &c, Cell cell, unsigned slot, u64 value, const Tag &tag, const Tag &reader, const char *via);

} // namespace lab
