// Who executed a branch, or wrote a value: the tag that goes with each register of the LBR facility.
#pragma once
#include "types.h"

namespace lab {

enum class Who : u8 { nobody, host, guest };

struct Tag {
  u64 born = 0;       // time of the branch, or of the write
  u64 task = 0;       // task_struct of the host at that time
  u64 at = 0;         // the branch's own address, or that of the WRMSR
  u32 vm = 0;         // which guest
  Who who = Who::nobody;
  u8 level = 0;       // 1: L1, 2: L2
  u8 cpl = 0;
  u8 cpu = 0;
  u16 trips = 0;      // how often it was saved and restored
  bool literal = false;   // software wrote it, no branch was executed
  bool ambiguous = false; // saved by two owners with the same value: either may be meant
};

inline bool same_owner(const Tag &a, const Tag &b) { return a.who == b.who && a.vm == b.vm && a.level == b.level; }

} // namespace lab
