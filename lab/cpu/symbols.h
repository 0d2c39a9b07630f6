// The kernel's symbols, from its own /proc/kallsyms.
#pragma once
#include "types.h"
#include <string>

namespace lab {

// Reads lines "address type name [module]". False where the file cannot be read or has no symbol.
bool load_symbols(const std::string &path);
// "name+0x1c", or the plain address.
std::string symbol_text(u64 address);
// Address of "name" or "name+0x1c", 0 where it is unknown; end: the next symbol's address.
u64 symbol_address(const std::string &place, u64 *end = nullptr);

} // namespace lab
