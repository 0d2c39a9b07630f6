#include "log.h"

#include "judge.h"
#include "lbr.h"
#include "symbols.h"

namespace lab {

static FILE *out = nullptr;
static bool all_msrs = false;
static u64 hash = 0xcbf29ce484222325ULL, lines = 0;

void log_open(FILE *file) { out = file; }

bool log_close()
{
  const bool failed = out != nullptr && (std::ferror(out) != 0 || std::fclose(out) != 0);
  out = nullptr;
  return !failed;
}

bool log_on() { return out != nullptr; }
void log_all_msrs(bool all) { all_msrs = all; }
u64 log_hash() { return hash; }
u64 log_lines() { return lines; }

bool logged_msr(u32 i)
{
  if (all_msrs) return true;
  return (i >= 0x1c8 && i <= 0x1c9) || i == 0x1d9 || (i >= 0x1db && i <= 0x1e0) || i == 0x345 || (i >= 0x38d && i <= 0x392) || (i >= 0x680 && i < 0x6e0) ||
         (i >= 0xdc0 && i < 0xde0) || (i >= 0x1200 && i < 0x1220) || (i >= 0x14ce && i < 0x1520) || (i >= 0x1600 && i < 0x1620) || i == 0xda0 ||
         (depth(cpus[0]) <= 8 && i >= 0x40 && i < 0x68);
}

std::string hex_text(u64 value)
{
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

// Kernels read and write MSRs in functions of two instructions: their caller says more.
std::string place_text(const Cpu &c)
{
  const std::string here = symbol_text(machine_rip(c.id));
  if (here.compare(0, 15, "native_read_msr") != 0 && here.compare(0, 16, "native_write_msr") != 0) return here;
  for (unsigned n = 0; n < 4; n++) {
    const std::string caller = symbol_text(machine_stack(c.id, n));
    if (caller.find('+') != std::string::npos) return caller;
  }
  return here;
}

std::string quoted(const std::string &text)
{
  std::string r = "\"";
  for (const char ch : text) {
    const unsigned char u = static_cast<unsigned char>(ch);
    if (ch == '"' || ch == '\\') {
      r += '\\';
      r += ch;
    } else if (ch == '\n')
      r += "\\n";
    else if (u < 0x20 || u > 0x7e) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", u);
      r += escaped;
    } else
      r += ch;
  }
  return r + "\"";
}

Line::Line(const char *type) : on_(out != nullptr)
{
  if (on_) line_ = std::string("{\"t\":\"") + type + "\",\"i\":" + std::to_string(machine_time());
}

Line::Line(const char *type, const Cpu &c) : Line(type)
{
  if (!on_) return;
  number("n", machine_icount(c.id)).number("c", c.id);
  const bool guest = machine_in_guest(c.id);
  text("m", guest ? "g" : "h");
  if (guest) text("vm", vm_name(c.self.vm)).number("level", c.self.level);
  number("cpl", machine_cpl(c.id)).number("if", machine_interrupts(c.id) ? 1 : 0);
  if (!guest && machine_nmi_blocked(c.id)) number("nmi", 1);
  if (c.self.task != 0) {
    hex("task", c.self.task);
    const std::string name = task_name(c.self.task);
    if (!name.empty()) text("name", name);
  }
  text("ip", guest ? hex_text(machine_rip(c.id)) : place_text(c));
}

Line::~Line()
{
  if (!on_) return;
  line_ += "}\n";
  for (const char ch : line_) hash = (hash ^ static_cast<unsigned char>(ch)) * 0x100000001b3ULL;
  lines++;
  std::fwrite(line_.data(), 1, line_.size(), out);
}

Line &Line::hex(const char *name, u64 value) { return on_ ? text(name, hex_text(value)) : *this; }
Line &Line::number(const char *name, u64 value) { return on_ ? raw(name, std::to_string(value)) : *this; }
Line &Line::text(const char *name, const std::string &value) { return on_ ? raw(name, quoted(value)) : *this; }

Line &Line::raw(const char *name, const std::string &json)
{
  if (on_) line_ += std::string(",\"") + name + "\":" + json;
  return *this;
}

std::string ring_owners(const Cpu &c)
{
  std::string r = "[", last;
  unsigned run = 0;
  const auto flush = [&] {
    if (run == 0) return;
    if (r.size() > 1) r += ',';
    r += quoted(run == 1 ? last : last + "*" + std::to_string(run));
  };
  for (unsigned n = 0; n < depth(c); n++) {
    const std::string owner = owner_name(tag_of(const_cast<Cpu &>(c), kFrom, slot_of(c, n)));
    if (run > 0 && owner == last) {
      run++;
      continue;
    }
    flush();
    last = owner;
    run = 1;
  }
  flush();
  return r + "]";
}

std::string cpu_state(const Cpu &c)
{
  std::string r = "{\"cpu\":" + std::to_string(c.id) + ",\"debugctl\":\"" + hex_text(c.debugctl) + "\"";
  if (model.architectural)
    r += ",\"ctl\":\"" + hex_text(c.lbr.ctl) + "\",\"depth\":" + std::to_string(c.lbr.depth);
  else
    r += ",\"tos\":" + std::to_string(c.lbr.tos) + ",\"tosOwner\":" + quoted(owner_name(c.lbr.tos_tag)) + ",\"select\":\"" + hex_text(c.lbr.select) +
         "\",\"selectOwner\":" + quoted(owner_name(c.lbr.select_tag));
  r += ",\"globalCtrl\":\"" + hex_text(c.pmu.global_ctrl) + "\",\"status\":\"" + hex_text(c.pmu.status) + "\",\"records\":[";
  bool first = true;
  for (unsigned n = 0; n < depth(c); n++) {
    const unsigned slot = slot_of(c, n);
    const u64 from = c.lbr.value[kFrom][slot], to = c.lbr.value[kTo][slot];
    if (from == 0 && to == 0) continue;
    const Tag &tag = tag_of(const_cast<Cpu &>(c), kFrom, slot);
    const bool guest = tag.who == Who::guest;
    r += (first ? "" : ",") + std::string("{\"slot\":") + std::to_string(slot) + ",\"from\":" + quoted(guest ? hex_text(from) : symbol_text(from)) +
         ",\"to\":" + quoted(guest ? hex_text(to) : symbol_text(to)) + ",\"own\":" + quoted(owner_name(tag)) + ",\"born\":" + std::to_string(tag.born) +
         (tag.literal ? ",\"literal\":1" : "") + (tag.trips > 0 ? ",\"trips\":" + std::to_string(tag.trips) : "") + "}";
    first = false;
  }
  return r + "]}";
}

void log_foreign(const Cpu &c, Cell cell, unsigned slot, u64 value, const Tag &tag, const Tag &reader, const char *via)
{
  static const char *const kWhat[] = {"record", "record", "record", "tos", "select"};
  static const char *const kCell[] = {"from", "to", "info", "tos", "select"};
  Line line("foreign", c);
  line.text("what", kWhat[cell]).text("cell", kCell[cell]).number("slot", slot).hex("v", value).text("own", owner_name(tag)).text("reader", owner_name(reader));
  line.text("via", via).number("born", tag.born).number("borncpu", tag.cpu).number("trips", tag.trips);
  if (tag.task != 0) line.hex("borntask", tag.task);
  line.text("bornip", tag.who == Who::host ? symbol_text(tag.at) : hex_text(tag.at));
  if (cell < kTos) {
    const u64 from = c.lbr.value[kFrom][slot], to = c.lbr.value[kTo][slot];
    line.hex("from", from).hex("to", to);
    if (tag.who == Who::host) line.text("fromsym", symbol_text(from)).text("tosym", symbol_text(to));
  }
}

} // namespace lab
