#include "platform.h"

#include "state.h"

namespace lab {

bool read_platform_msr(unsigned cpu, u32 index, u64 &v)
{
  switch (index) {
  case 0x8b: v = 0x2006e05ULL << 32; return true; // microcode revision
  case 0xe7:
  case 0xe8: v = machine_icount(cpu); return true; // MPERF, APERF
  case 0x179: // no machine check banks
  case 0x17a:
  case 0xce:  // platform information
  case 0x140:
  case 0x34:  // SMIs
  case 0x19b: // thermal
  case 0x19c:
  case 0x1b1:
  case 0x1b2: v = 0; return true;
  case 0x1b0: v = 6; return true; // energy and performance bias
  default: return false;
  }
}

bool write_platform_msr(u32 index)
{
  switch (index) {
  case 0x17a:
  case 0x140:
  case 0x8b:
  case 0xe7:
  case 0xe8:
  case 0x19b:
  case 0x19c:
  case 0x1b0:
  case 0x1b1:
  case 0x1b2: return true;
  default: return false;
  }
}

} // namespace lab
