#include "symbols.h"

#include "log.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <unordered_map>
#include <vector>

namespace lab {

namespace {

struct Symbol {
  u64 address;
  std::string name;
};

std::vector<Symbol> symbols;
std::unordered_map<std::string, u64> by_name;
constexpr u64 kKernel = 0xffff800000000000ULL;

} // namespace

bool load_symbols(const std::string &path)
{
  FILE *f = std::fopen(path.c_str(), "r");
  if (f == nullptr) return false;
  char line[512], type, name[300];
  unsigned long long address;
  while (std::fgets(line, sizeof line, f) != nullptr)
    if (std::sscanf(line, "%llx %c %299s", &address, &type, name) == 3 && address >= kKernel && std::strchr("tTwW", type) != nullptr) {
      symbols.push_back({address, name});
      by_name.emplace(name, address);
    }
  std::fclose(f);
  std::stable_sort(symbols.begin(), symbols.end(), [](const Symbol &a, const Symbol &b) { return a.address < b.address; });
  return !symbols.empty();
}

std::string symbol_text(u64 address)
{
  if (address < kKernel || symbols.empty()) return hex_text(address);
  auto it = std::upper_bound(symbols.begin(), symbols.end(), address, [](u64 a, const Symbol &s) { return a < s.address; });
  if (it == symbols.begin()) return hex_text(address);
  --it;
  if (address - it->address > 0x10000) return hex_text(address);
  while (it != symbols.begin() && std::prev(it)->address == it->address) --it; // the first of several names
  return it->name + (address == it->address ? "" : "+" + hex_text(address - it->address));
}

u64 symbol_address(const std::string &place, u64 *end)
{
  const std::size_t plus = place.find('+');
  const auto known = by_name.find(place.substr(0, plus));
  if (known == by_name.end()) return 0;
  u64 offset = 0;
  if (plus != std::string::npos) {
    char *stop = nullptr;
    offset = std::strtoull(place.c_str() + plus + 1, &stop, 0);
    if (*stop != 0) return 0;
  }
  if (end != nullptr) {
    const auto next = std::upper_bound(symbols.begin(), symbols.end(), known->second, [](u64 a, const Symbol &s) { return a < s.address; });
    *end = next == symbols.end() ? known->second + 0x1000 : next->address;
  }
  return known->second + offset;
}

} // namespace lab
