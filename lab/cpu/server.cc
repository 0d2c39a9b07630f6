#include "server.h"

#include "judge.h"
#include "log.h"
#include "machine.h"
#include "places.h"
#include "steps.h"
#include "symbols.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <sstream>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lab {

namespace {

// struct lab_call of the agent
struct Call { // of 4096 bytes, a page of the agent's
  u32 op, len;
  char text[4088];
};

enum Op : u32 { kNext = 1, kResult, kMark, kFile, kState, kEnd };

// What a child tells the server.
struct Outcome {
  char status[16];
  char text[2048];
  u64 ticks, instructions, hash, findings, lines;
};

std::string config_header; // fields of the log's first line
std::string symbols_path, serial_path;
unsigned boot_seed = 1;
u64 boot_limit = 6000000000ULL;
bool configured = false, started = false, snapshot = false, in_child = false, ended = false;
FILE *serial_file = nullptr;
FILE *results = nullptr;
std::string serial_tail, log_path;
u64 limit_at = 0, started_at = 0, started_instructions = 0, panic_at = 0;
bool full_hash = false;
Outcome *outcome = nullptr;

u64 instructions()
{
  u64 n = 0;
  for (unsigned cpu = 0; cpu < machine_cpus(); cpu++) n += machine_icount(cpu);
  return n;
}

void die(const std::string &text)
{
  std::fprintf(stderr, "lab: %s\n", text.c_str());
  std::fflush(stderr);
  _exit(2);
}

} // namespace

void server_configure()
{
  if (configured) return;
  configured = true;
  const char *path = std::getenv("LAB_CONFIG");
  FILE *f = path == nullptr ? nullptr : std::fopen(path, "r");
  if (f == nullptr) die("the variable LAB_CONFIG does not name a file that can be read");
  char buffer[1024];
  while (std::fgets(buffer, sizeof buffer, f) != nullptr) {
    std::string line(buffer);
    while (!line.empty() && line.back() == '\n') line.pop_back();
    const std::size_t space = line.find(' ');
    if (space == std::string::npos) continue;
    const std::string key = line.substr(0, space), value = line.substr(space + 1);
    if (key == "model") {
      if (!set_model(value.c_str())) die("no CPU model " + value);
    } else if (key == "set") {
      const std::size_t equals = value.find('=');
      if (equals == std::string::npos || !set_setting(value.substr(0, equals).c_str(), value.substr(equals + 1).c_str())) die("no setting or value: " + value);
    } else if (key == "symbols")
      symbols_path = value;
    else if (key == "serial")
      serial_path = value;
    else if (key == "seed")
      boot_seed = static_cast<unsigned>(std::strtoul(value.c_str(), nullptr, 10));
    else if (key == "bootlimit")
      boot_limit = std::strtoull(value.c_str(), nullptr, 10);
    else if (key == "header")
      config_header = value; // JSON fields
    else
      die("unknown line in the configuration: " + line);
  }
  std::fclose(f);
  if (!symbols_path.empty() && !load_symbols(symbols_path)) die("no symbols in " + symbols_path);
  if (!serial_path.empty()) serial_file = std::fopen(serial_path.c_str(), "w");
  results = fdopen(4, "w");
  if (results == nullptr) die("file descriptor 4 is not open");
}

void server_reset()
{
  server_configure();
  if (!started || !snapshot) {
    if (started && machine_time() > 1000000) server_finish("reset", "the machine was reset");
    if (!started) machine_start_timer();
    started = true;
    machine_seed(boot_seed);
    limit_at = boot_limit;
    return;
  }
  server_finish("reset", "the machine was reset");
}

void server_serial(char byte)
{
  const unsigned char u = static_cast<unsigned char>(byte);
  if (u != '\n' && u != '\t' && (u < 0x20 || u > 0x7e)) return;
  if (serial_file != nullptr && !in_child) {
    std::fputc(byte, serial_file);
    if (byte == '\n') std::fflush(serial_file);
  }
  serial_tail += byte;
  if (serial_tail.size() > 4096) serial_tail.erase(0, 2048);
  if (byte == '\n' && panic_at == 0 && serial_tail.find("Kernel panic - not syncing") != std::string::npos) panic_at = machine_time();
}

void server_tick()
{
  // a panic prints some lines more
  if (panic_at != 0 && (machine_time() - panic_at > 3000000 || serial_tail.find("---[ end Kernel panic") != std::string::npos)) server_finish("panic", serial_tail);
  if (machine_time() >= limit_at) server_finish("limit", serial_tail);
  bool all_halted = true;
  for (unsigned cpu = 0; cpu < machine_cpus(); cpu++) all_halted = all_halted && machine_halted_for_good(cpu);
  if (all_halted) server_finish("hang", serial_tail);
}

static void report_straight();

void server_finish(const char *status, const std::string &text)
{
  if (!snapshot) {
    if (results != nullptr) {
      std::fprintf(results, "{\"ready\":false,\"status\":\"%s\",\"text\":%s}\n", status, quoted(text.size() > 1500 ? text.substr(text.size() - 1500) : text).c_str());
      std::fflush(results);
    }
    std::fflush(nullptr);
    _exit(3);
  }
  const u64 hash = machine_hash(full_hash);
  const std::string tail = text.size() > 1500 ? text.substr(text.size() - 1500) : text;
  Line("end").text("status", status).text("text", tail).number("instructions", instructions() - started_instructions).hex("hash", hash).number("findings", findings());
  std::snprintf(outcome->status, sizeof outcome->status, "%s", status);
  std::snprintf(outcome->text, sizeof outcome->text, "%s", tail.c_str());
  outcome->ticks = machine_time() - started_at;
  outcome->instructions = instructions() - started_instructions;
  outcome->hash = hash ^ log_hash();
  outcome->findings = findings();
  outcome->lines = log_lines();
  if (!log_close()) {
    std::snprintf(outcome->status, sizeof outcome->status, "log");
    std::snprintf(outcome->text, sizeof outcome->text, "cannot write %s: is the disk full?", log_path.c_str());
  }
  if (!in_child) report_straight();
  std::fflush(nullptr);
  _exit(0);
}

// ---- scenarios ----

namespace {

struct Request {
  std::string id, steps, log;
  u64 seed = 1, limit = 200000000;
  bool hash = false, forks = true, copy = false;
};

void report(const Request &r, const Outcome &o, u64 pages, u64 micros, u64 fork_micros, u64 cpu_micros)
{
  char hash[24];
  std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(o.hash));
  std::fprintf(results,
               "{\"id\":%s,\"status\":\"%s\",\"ticks\":%llu,\"instructions\":%llu,\"hash\":\"%s\",\"findings\":%llu,\"lines\":%llu,\"pages\":%llu,\"micros\":%llu,\"forkMicros\":%llu,\"cpuMicros\":%llu,\"text\":%s}\n",
               quoted(r.id).c_str(), o.status, (unsigned long long)o.ticks, (unsigned long long)o.instructions, hash, (unsigned long long)o.findings,
               (unsigned long long)o.lines, (unsigned long long)pages, (unsigned long long)micros, (unsigned long long)fork_micros, (unsigned long long)cpu_micros, quoted(o.text).c_str());
  std::fflush(results);
}

u64 micros_now()
{
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<u64>(t.tv_sec) * 1000000 + static_cast<u64>(t.tv_nsec) / 1000;
}

void open_log(const Request &r)
{
  log_path = r.log;
  if (r.log == "-") return;
  FILE *f = std::fopen(r.log.c_str(), "w");
  if (f == nullptr) {
    std::snprintf(outcome->status, sizeof outcome->status, "log");
    std::snprintf(outcome->text, sizeof outcome->text, "cannot write %s", r.log.c_str());
    _exit(0);
  }
  setvbuf(f, nullptr, _IOFBF, 1 << 16);
  log_open(f);
  std::fprintf(f, "{\"format\":\"lbr-lab-log/1\",%s%s\"cpu\":\"%s\",\"records\":%u,\"cpus\":%u,\"seed\":%llu}\n", config_header.c_str(), config_header.empty() ? "" : ",", model.name,
               model.records, machine_cpus(), static_cast<unsigned long long>(r.seed));
}

Request current; // what this process runs

// In the child: from here on the machine runs the scenario.
void begin(const Request &r)
{
  if (!steps_open(r.steps)) {
    std::snprintf(outcome->status, sizeof outcome->status, "steps");
    std::snprintf(outcome->text, sizeof outcome->text, "cannot read %s", r.steps.c_str());
    _exit(0);
  }
  open_log(r);
  current = r;
  if (r.copy) machine_touch_memory();
  full_hash = r.hash;
  machine_seed(static_cast<unsigned>(r.seed));
  started_at = machine_time();
  started_instructions = instructions();
  limit_at = started_at + r.limit;
  serial_tail.clear();
}

bool parse(const std::string &line, Request &r)
{
  std::istringstream words(line);
  std::string verb, word;
  words >> verb >> r.id >> r.steps >> r.log;
  if (verb != "run" || r.log.empty()) return false;
  while (words >> word) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) return false;
    const std::string key = word.substr(0, equals), value = word.substr(equals + 1);
    if (key == "seed") r.seed = std::strtoull(value.c_str(), nullptr, 10);
    else if (key == "limit") r.limit = std::strtoull(value.c_str(), nullptr, 10);
    else if (key == "hash") r.hash = value == "full";
    else if (key == "fork") r.forks = value != "0";
    else if (key == "copy") r.copy = value == "1";
    else return false;
  }
  return true;
}

std::string read_line()
{
  std::string line;
  char ch;
  while (read(3, &ch, 1) == 1) {
    if (ch == '\n') return line;
    line += ch;
  }
  return "quit";
}

// Forks; returns true in the child. The parent waits for it and reports.
bool fork_for(const Request &r, u64 before)
{
  const pid_t pid = fork();
  if (pid == 0) return true;
  const u64 forked = micros_now();
  int status = 0;
  rusage usage{};
  wait4(pid, &status, 0, &usage);
  if (outcome->status[0] == 0) {
    std::snprintf(outcome->status, sizeof outcome->status, "emulator");
    std::snprintf(outcome->text, sizeof outcome->text, "the emulator ended, wait status %d", status);
  }
  const auto micros = [](const timeval &t) { return static_cast<u64>(t.tv_sec) * 1000000 + static_cast<u64>(t.tv_usec); };
  report(r, *outcome, static_cast<u64>(usage.ru_minflt), micros_now() - before, forked - before, micros(usage.ru_utime) + micros(usage.ru_stime));
  return false;
}

Request straight; // the scenario that runs in the booted machine itself
u64 straight_since = 0;

// Returns in a child only: there the machine goes on.
void serve()
{
  snapshot = true;
  outcome = static_cast<Outcome *>(mmap(nullptr, sizeof(Outcome), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  std::fflush(nullptr);
  std::fprintf(results, "{\"ready\":true,\"ticks\":%llu,\"instructions\":%llu,\"symbols\":%s}\n", (unsigned long long)machine_time(), (unsigned long long)instructions(),
               symbols_path.empty() ? "false" : "true");
  std::fflush(results);
  for (;;) {
    const std::string line = read_line();
    if (line == "quit") _exit(0);
    Request r;
    if (!parse(line, r)) {
      std::fprintf(results, "{\"id\":\"\",\"status\":\"request\",\"text\":%s}\n", quoted(line).c_str());
      std::fflush(results);
      continue;
    }
    std::memset(outcome, 0, sizeof *outcome);
    std::fflush(nullptr);
    const u64 before = micros_now();
    if (!r.forks) {
      straight = r;
      straight_since = before;
      begin(r);
      return;
    }
    if (fork_for(r, before)) {
      in_child = true;
      begin(r);
      return;
    }
  }
}

void append_file(const Call &call)
{
  const char *newline = static_cast<const char *>(std::memchr(call.text, '\n', call.len));
  if (newline == nullptr || log_path == "-" || log_path.empty()) return;
  const std::string name(call.text, static_cast<std::size_t>(newline - call.text));
  if (name.empty() || name.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) return;
  static std::map<std::string, bool> known;
  FILE *f = std::fopen((log_path + "." + name).c_str(), known[name] ? "a" : "w");
  known[name] = true;
  if (f == nullptr) server_finish("failed", "cannot write " + log_path + "." + name);
  const std::size_t n = call.len - name.size() - 1;
  if (std::fwrite(newline + 1, 1, n, f) != n || std::fclose(f) != 0) server_finish("failed", "cannot write " + log_path + "." + name);
}

void marked(Cpu &c, const std::string &text)
{
  Line("mark", c).text("text", text);
  std::istringstream words(text);
  std::string verb, name;
  words >> verb >> name;
  if (verb == "thread") name_task(c.self.task, name);
  if (verb == "vm") name_vm(c.self.task, name);
  if (verb == "gone") forget_vm(name);
}

} // namespace

void server_sweep(Cpu &c, u64 count, u64 start, u64 every, const std::string &action)
{
  std::fflush(nullptr);
  for (u64 k = 0; k < count; k++) {
    std::memset(outcome, 0, sizeof *outcome);
    Request r = current;
    r.id = current.id + "." + std::to_string(k);
    if (r.log != "-") r.log = current.log + "." + std::to_string(k);
    if (!fork_for(r, micros_now())) continue;
    // The copy's log starts here; what came before is in the log of the scenario.
    open_log(r);
    current = r;
    arm("icount+" + std::to_string(start + k * every) + " " + action, c.id);
    return;
  }
  server_finish("sweep", "");
}

static void report_straight() { report(straight, *outcome, 0, micros_now() - straight_since, 0, 0); }

void server_call(Cpu &c, u8 *page)
{
  Call &call = *reinterpret_cast<Call *>(page);
  const u32 op = call.op;
  const std::string text(call.text, call.len < sizeof call.text ? call.len : sizeof call.text);
  std::string error, reply;
  switch (op) {
  case kNext:
    if (!snapshot) serve();
    if (ended) server_finish("end", "");
    reply = next_step(c.id, error);
    if (!error.empty()) server_finish("steps", error);
    if (reply.size() >= sizeof call.text) server_finish("steps", "a step is longer than 4087 bytes");
    ended = reply == "end";
    break;
  case kResult: Line("result", c).text("text", text); return void(call.op = 0);
  case kMark: marked(c, text); return void(call.op = 0);
  case kFile: append_file(call); return void(call.op = 0);
  case kState:
    for (unsigned cpu = 0; cpu < machine_cpus(); cpu++) {
      const std::string state = cpu_state(cpus[cpu]);
      Line("state").raw("state", state);
      if (cpu == c.id) reply = state;
    }
    if (reply.size() >= sizeof call.text) reply = "{}";
    break;
  case kEnd: server_finish(text.empty() ? "end" : "failed", text);
  default: return;
  }
  std::memcpy(call.text, reply.c_str(), reply.size() + 1);
  call.len = static_cast<u32>(reply.size());
  call.op = 0;
}

} // namespace lab
