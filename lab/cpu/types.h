// Numbers and limits that all parts of the emulated CPU share.
#pragma once
#include <cstdint>

namespace lab {

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

constexpr unsigned kCpus = 4;     // logical processors that an emulated machine can have
constexpr unsigned kRecords = 32; // records of the deepest stack

constexpr u64 bit(unsigned n) { return 1ULL << n; }

// Canonical in 48 bits of linear address: bits 63:47 are equal.
inline bool canonical(u64 v)
{
  const std::int64_t high = static_cast<std::int64_t>(v) >> 47;
  return high == 0 || high == -1;
}

inline u64 extend(u64 v) { return static_cast<u64>(static_cast<std::int64_t>(v << 16) >> 16); }

} // namespace lab
