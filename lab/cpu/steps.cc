#include "steps.h"

#include "log.h"
#include "machine.h"
#include "places.h"
#include "server.h"
#include "symbols.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <sstream>
#include <vector>

namespace lab {

static std::vector<std::string> lines;
static std::size_t next_line = 0;
static u64 wait_until = 0;
static std::set<u64> functions;

bool watched_function(u64 address) { return functions.count(address) != 0; }

bool steps_open(const std::string &path)
{
  FILE *f = std::fopen(path.c_str(), "r");
  if (f == nullptr) return false;
  std::string line;
  for (int ch = std::fgetc(f); ch != EOF; ch = std::fgetc(f)) {
    if (ch != '\n') {
      line += static_cast<char>(ch);
      continue;
    }
    lines.push_back(line);
    line.clear();
  }
  if (!line.empty()) lines.push_back(line);
  std::fclose(f);
  return true;
}

static std::string patch(std::istringstream &words)
{
  std::string place, hex;
  words >> place >> hex;
  const u64 address = symbol_address(place);
  if (address == 0) return "no symbol " + place + " in this kernel";
  if (hex.empty() || hex.size() % 2 != 0 || hex.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return "hexadecimal bytes are expected after the place";
  std::vector<u8> bytes;
  for (std::size_t k = 0; k < hex.size(); k += 2) bytes.push_back(static_cast<u8>(std::strtoul(hex.substr(k, 2).c_str(), nullptr, 16)));
  if (!machine_patch(address, bytes.data(), static_cast<unsigned>(bytes.size()))) return place + " is not mapped";
  Line("patch").text("place", place).text("bytes", hex);
  return "";
}

// "!edit FUNCTION PATTERN BYTES": hexadecimal, ".." is any byte in the pattern and the byte that is there in the replacement.
static std::string edit(std::istringstream &words)
{
  std::string function, pattern, bytes;
  words >> function >> pattern >> bytes;
  u64 end = 0;
  const u64 start = symbol_address(function, &end);
  if (start == 0) return "no symbol " + function + " in this kernel";
  if (pattern.empty() || pattern.size() % 2 != 0 || pattern.size() != bytes.size() || pattern.find_first_not_of("0123456789abcdef.") != std::string::npos ||
      bytes.find_first_not_of("0123456789abcdef.") != std::string::npos)
    return "a pattern and as many bytes are expected after the function, in hexadecimal or as \"..\"";
  const std::size_t length = pattern.size() / 2;
  std::vector<u8> code;
  for (u64 at = start; at < end; at++) {
    u8 byte = 0;
    if (!machine_peek(at, byte)) break;
    code.push_back(byte);
  }
  const auto byte_of = [](const std::string &text, std::size_t k) { return static_cast<u8>(std::strtoul(text.substr(2 * k, 2).c_str(), nullptr, 16)); };
  std::vector<std::size_t> found;
  for (std::size_t at = 0; at + length <= code.size(); at++) {
    std::size_t k = 0;
    while (k < length && (pattern[2 * k] == '.' || byte_of(pattern, k) == code[at + k])) k++;
    if (k == length) found.push_back(at);
  }
  if (found.size() != 1) return "the pattern is there " + std::to_string(found.size()) + " times in " + function + ", expected once";
  std::vector<u8> put;
  for (std::size_t k = 0; k < length; k++) put.push_back(bytes[2 * k] == '.' ? code[found[0] + k] : byte_of(bytes, k));
  if (!machine_patch(start + found[0], put.data(), static_cast<unsigned>(length))) return function + " is not mapped";
  Line("patch").text("place", function + "+" + hex_text(found[0])).text("bytes", bytes);
  return "";
}

static std::string sweep(Cpu &c, std::istringstream &words);

static bool number(const std::string &text, u64 &value)
{
  char *end = nullptr;
  value = std::strtoull(text.c_str(), &end, 0);
  return !text.empty() && *end == 0;
}

static std::string set_cpu(const std::string &assignment)
{
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || !set_setting(assignment.substr(0, equals).c_str(), assignment.substr(equals + 1).c_str()))
    return "no setting of the CPU or no value of it: \"" + assignment + "\"";
  Line("setting").text("setting", assignment);
  return "";
}

// "!sweep COUNT [start=S] [every=K] ACTION"
static std::string sweep(Cpu &c, std::istringstream &words)
{
  std::string word, action;
  u64 n = 0, start = 1, every = 1;
  words >> word;
  if (!number(word, n) || n == 0 || n > 1000000) return "expected: !sweep COUNT [start=S] [every=K] ACTION";
  while (words >> word) {
    if (word.compare(0, 6, "start=") == 0 && number(word.substr(6), start)) continue;
    if (word.compare(0, 6, "every=") == 0 && number(word.substr(6), every)) continue;
    if (!action.empty()) return "unexpected word \"" + word + "\"";
    action = word;
  }
  const std::string error = action.empty() ? "an action is expected" : action_error(action);
  if (error.empty()) server_sweep(c, n, start, every, action);
  return error;
}

// "!wait held cpu=N [max=TICKS]": true once it is over.
static bool waited(std::istringstream &words, std::string &error)
{
  std::string what, word;
  u64 cpu = 0, most = 5000000;
  words >> what;
  while (words >> word)
    if (!(word.compare(0, 4, "cpu=") == 0 && number(word.substr(4), cpu) && cpu < kCpus) && !(word.compare(0, 4, "max=") == 0 && number(word.substr(4), most)))
      error = "unexpected word \"" + word + "\"";
  if (what != "held") error = "expected: !wait held cpu=N [max=TICKS]";
  if (!error.empty() || held(static_cast<unsigned>(cpu))) {
    wait_until = 0;
    return true;
  }
  if (wait_until == 0) wait_until = machine_time() + most;
  if (machine_time() < wait_until) return false;
  wait_until = 0;
  error = "CPU " + std::to_string(cpu) + " was not held within " + std::to_string(most) + " ticks";
  return true;
}

std::string next_step(unsigned cpu, std::string &error)
{
  while (next_line < lines.size()) {
    const std::string &line = lines[next_line];
    if (line.empty() || line[0] == '#') {
      next_line++;
      continue;
    }
    if (line[0] != '!') {
      next_line++;
      return line;
    }
    std::istringstream words(line.substr(1));
    std::string verb, rest;
    words >> verb;
    if (verb == "wait") {
      if (!waited(words, error)) return "wait";
    } else if (verb == "at") {
      std::getline(words >> std::ws, rest);
      error = arm(rest, cpu);
    } else if (verb == "patch")
      error = patch(words);
    else if (verb == "edit")
      error = edit(words);
    else if (verb == "cpu") {
      words >> rest;
      error = set_cpu(rest);
    } else if (verb == "release") {
      u64 n = 0;
      words >> rest;
      if (rest.compare(0, 4, "cpu=") == 0 && number(rest.substr(4), n) && n < kCpus) release(static_cast<unsigned>(n));
      else error = "expected: !release cpu=N";
    } else if (verb == "seed") {
      u64 n = 0;
      words >> rest;
      if (number(rest, n)) machine_seed(static_cast<unsigned>(n));
      else error = "expected: !seed N";
    } else if (verb == "mark") {
      std::getline(words >> std::ws, rest);
      Line("mark").text("text", rest);
    } else if (verb == "sweep") {
      next_line++;
      error = sweep(cpus[cpu], words);
      next_line--;
    } else if (verb == "calls") {
      // a name that this kernel does not have is passed over: versions differ
      while (words >> rest)
        if (const u64 address = symbol_address(rest)) {
          functions.insert(address);
          machine_watch_target(address);
        }
    } else if (verb == "log") {
      words >> rest;
      if (rest == "all" || rest == "contract") log_all_msrs(rest == "all");
      else error = "expected: !log all|contract";
    } else
      error = "unknown line for the emulator";
    next_line++;
    if (!error.empty()) {
      error = "line " + std::to_string(next_line) + " (" + line + "): " + error;
      return "end";
    }
  }
  return "end";
}

} // namespace lab
