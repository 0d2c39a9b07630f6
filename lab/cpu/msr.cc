#include "msr.h"

#include "judge.h"
#include "lbr.h"
#include "perfmon.h"

namespace lab {

u64 debugctl_mask()
{
  // "IA32_DEBUGCTL MSR". Bits 12:11 need PDCM and perfmon version 2, bit 14 needs IA32_PERF_CAPABILITIES[12], bit 15 needs RTM.
  u64 mask = kDebugLbr | kDebugBtf | kDebugTr | kDebugBts | bit(8) | bit(9) | bit(10);
  if (model.perfmon >= 2) mask |= kDebugFreezeLbr | kDebugFreezeCtr;
  if (model.uncore_pmi) mask |= kDebugUncore;
  if ((model.caps & bit(12)) != 0) mask |= kDebugSmm;
  if (model.rtm) mask |= kDebugRtm;
  return mask;
}

static constexpr u64 kDebugDefined = 0xffc3;

u64 lbr_ctl_mask() { return 0x7f000f; }

bool listed_depth(u64 depth) { return depth != 0 && depth % 8 == 0 && depth <= model.records; }

static bool in(u32 index, u32 base, unsigned n, unsigned &slot)
{
  slot = index - base;
  return index >= base && slot < n;
}

bool cell_of(const Cpu &c, u32 index, Cell &cell, unsigned &slot)
{
  const unsigned n = depth(c);
  if (model.architectural) {
    // entry 0 is the newest
    if (in(index, 0x1500, n, slot))
      cell = kFrom;
    else if (in(index, 0x1600, n, slot))
      cell = kTo;
    else if (in(index, 0x1200, n, slot))
      cell = kInfo;
    else
      return false;
    slot = slot_of(c, slot);
    return true;
  }
  // "LBR Stack": four pairs at 40H and 60H on the oldest, else at 680H and 6C0H
  const u32 from = n <= 8 ? 0x40 : 0x680, to = n <= 8 ? 0x60 : 0x6c0;
  if (in(index, from, n, slot))
    cell = kFrom;
  else if (in(index, to, n, slot))
    cell = kTo;
  else if (model.info_msrs && in(index, 0xdc0, n, slot))
    cell = kInfo;
  else {
    slot = 0;
    cell = index == 0x1c9 ? kTos : kSelect;
    return index == 0x1c9 || (index == 0x1c8 && model.select);
  }
  return true;
}

static u64 cell_value(const Cpu &c, Cell cell, unsigned slot)
{
  if (cell == kTos) return c.lbr.tos;
  if (cell == kSelect) return c.lbr.select;
  return c.lbr.value[cell][slot];
}

// "LBR Stack and Intel 64 Processors": what an address register takes. False: #GP.
static bool legal_address(Cell cell, u64 &v)
{
  if (model.architectural) {
    v = extend(v); // "IP Fields": forced canonical, never a fault
    return true;
  }
  u64 address = v;
  if (cell == kFrom && !model.info_msrs) {
    // format 3 and 4: bit 63 is the flag. Without TSX, bits 62:61 have to agree with bit 47; with it they are flags.
    if (!model.from_signext) address = v & ~(bit(63) | bit(62) | bit(61));
    else address = v & ~bit(63);
    const unsigned top = model.from_signext ? 62 : 60;
    const std::int64_t high = static_cast<std::int64_t>(address << (63 - top)) >> (63 - top + 47);
    if (high == 0 || high == -1) return true;
  } else if (canonical(v))
    return true;
  if (settings.lbr_noncanonical == lbr_noncanonical__fault) return false;
  v = extend(v);
  return true;
}

static bool write_cell(Cpu &c, Cell cell, unsigned slot, u64 v)
{
  Lbr &l = c.lbr;
  c.lbr_modified = true;
  switch (cell) {
  case kTos: l.tos = v % depth(c); break;
  case kSelect: {
    const u64 mask = model.call_stack ? 0x3ff : 0x1ff;
    if ((v & ~mask) != 0 && settings.lbr_select_reserved == lbr_select_reserved__fault) return false;
    l.select = v & mask;
    if (settings.lbr_select_write == lbr_select_write__clear) clear_records(c);
    break;
  }
  case kInfo: l.value[kInfo][slot] = model.architectural ? (v & 0xff00ff000000ffffULL) : v; break;
  default:
    if (!legal_address(cell, v)) return false;
    l.value[cell][slot] = v;
  }
  judge_write(c, cell, slot, v);
  return true;
}

static bool write_debugctl(Cpu &c, u64 v)
{
  const u64 mask = debugctl_mask();
  // a bit that is not defined at all is reserved: #GP
  if ((v & ~kDebugDefined) != 0) return false;
  if ((v & ~mask) != 0) {
    if (settings.debugctl_absent_bit == debugctl_absent_bit__fault) return false;
    v &= mask;
  }
  if ((v & kDebugLbr) != 0 && (c.debugctl & kDebugLbr) == 0) c.lbr.last = machine_icount(c.id);
  // "IA32_DEBUGCTL" in the chapter on architectural LBRs: bit 0 reads as 0 and does nothing
  if (model.architectural) v &= ~kDebugLbr;
  c.debugctl = v;
  return true;
}

static bool write_depth(Cpu &c, u64 v)
{
  // "LBR Depth": any write clears all records
  if (!listed_depth(v)) return false;
  c.lbr.depth = v;
  if (settings.fault_depth_keeps_records != fault_depth_keeps_records__on) {
    clear_records(c);
    c.lbr.tos = 0;
  }
  c.lbr_modified = true;
  return true;
}

static bool write_lbr_ctl(Cpu &c, u64 v)
{
  if ((v & ~lbr_ctl_mask()) != 0) {
    if (settings.arch_lbr_absent_bit == arch_lbr_absent_bit__fault) return false;
    v &= lbr_ctl_mask();
  }
  if ((v & 1) != 0 && (c.lbr.ctl & 1) == 0) c.lbr.last = machine_icount(c.id);
  c.lbr.ctl = v;
  c.lbr_modified = true;
  return true;
}

Access read_msr(Cpu &c, u32 index, u64 &v)
{
  Cell cell;
  unsigned slot;
  if (cell_of(c, index, cell, slot)) {
    v = cell_value(c, cell, slot);
    return Access::done;
  }
  if (index == 0x1d9) {
    v = c.debugctl;
    return Access::done;
  }
  if (index >= 0x1dd && index <= 0x1e0 && index != 0x1df) {
    if (index == 0x1e0 && !model.architectural) return Access::not_ours;
    v = c.lbr.ler[index == 0x1e0 ? 2 : index - 0x1dd];
    return Access::done;
  }
  if (model.architectural) {
    if (index == 0x14ce) {
      v = c.lbr.ctl;
      return Access::done;
    }
    if (index == 0x14cf) {
      v = c.lbr.depth;
      return Access::done;
    }
    // "LBR Depth": entries from DEPTH on, and the model-specific facility
    if ((index >= 0x1200 && index < 0x1220) || (index >= 0x1500 && index < 0x1520) || (index >= 0x1600 && index < 0x1620)) return Access::fault;
    if (index == 0x1c8 || index == 0x1c9) return Access::fault;
  }
  if (in(index, 0x186, model.general, slot)) v = c.pmu.select[slot];
  else if (in(index, 0xc1, model.general, slot) || ((model.caps & bit(13)) != 0 && in(index, 0x4c1, model.general, slot))) {
    count(c);
    v = c.pmu.general[slot];
  } else if (in(index, 0x309, model.fixed, slot)) {
    count(c);
    v = c.pmu.fixed[slot];
  } else
    switch (index) {
    case 0x345: v = model.caps; break;
    case 0x38d: v = c.pmu.fixed_ctrl; break;
    case 0x38e:
      count(c);
      v = c.pmu.status;
      break;
    case 0x38f: v = c.pmu.global_ctrl; break;
    case 0x390: v = 0; break;
    case 0x391:
      if (model.perfmon < 4) return Access::fault;
      v = c.pmu.status;
      break;
    case 0x392:
      if (model.perfmon < 4) return Access::fault;
      v = 0;
      for (unsigned i = 0; i < model.general; i++) v |= (c.pmu.select[i] & 0xff) != 0 ? bit(i) : 0;
      for (unsigned i = 0; i < model.fixed; i++) v |= (c.pmu.fixed_ctrl >> (4 * i) & 3) != 0 ? bit(32 + i) : 0;
      break;
    case 0x1a0: v = c.misc_enable; break;
    default: return Access::not_ours;
    }
  return Access::done;
}

Access write_msr(Cpu &c, u32 index, u64 v)
{
  Cell cell;
  unsigned slot;
  bool ok = true;
  count(c);
  if (cell_of(c, index, cell, slot)) ok = write_cell(c, cell, slot, v);
  else if (index == 0x1d9) ok = write_debugctl(c, v);
  else if (index >= 0x1dd && index <= 0x1e0 && index != 0x1df) {
    if (index == 0x1e0 && !model.architectural) return Access::not_ours;
    // "Last Exception Records": written with architectural LBRs only
    ok = model.architectural;
    if (ok) c.lbr.ler[index == 0x1e0 ? 2 : index - 0x1dd] = index == 0x1e0 ? v : extend(v);
  } else if (model.architectural && index == 0x14ce) ok = write_lbr_ctl(c, v);
  else if (model.architectural && index == 0x14cf) ok = write_depth(c, v);
  else if (model.architectural && ((index >= 0x1200 && index < 0x1220) || (index >= 0x1500 && index < 0x1520) || (index >= 0x1600 && index < 0x1620))) ok = false;
  else if (model.architectural && (index == 0x1c8 || index == 0x1c9)) ok = false;
  else if (in(index, 0x186, model.general, slot)) c.pmu.select[slot] = v & 0xffffffffULL;
  // "Full-Width Writes to Performance Counter Registers"
  else if (in(index, 0xc1, model.general, slot)) c.pmu.general[slot] = static_cast<u64>(static_cast<std::int64_t>(static_cast<std::int32_t>(v))) & kCounterMask;
  else if ((model.caps & bit(13)) != 0 && in(index, 0x4c1, model.general, slot)) {
    ok = (v & ~kCounterMask) == 0;
    if (ok) c.pmu.general[slot] = v;
  } else if (in(index, 0x309, model.fixed, slot)) c.pmu.fixed[slot] = v & kCounterMask;
  else
    switch (index) {
    case 0x345:
    case 0x38e:
    case 0x392: ok = false; break;
    case 0x38d:
      ok = (v & ~((bit(4 * model.fixed) - 1))) == 0;
      if (ok) c.pmu.fixed_ctrl = v;
      break;
    case 0x38f:
      ok = (v & ~global_ctrl_mask()) == 0;
      if (ok) c.pmu.global_ctrl = v;
      break;
    case 0x390: c.pmu.status &= ~v; break;
    case 0x391:
      ok = model.perfmon >= 4 && (v & ~status_mask()) == 0;
      if (ok) c.pmu.status |= v;
      break;
    case 0x1a0: c.misc_enable = v; break;
    default: return Access::not_ours;
    }
  update(c);
  return ok ? Access::done : Access::fault;
}

} // namespace lab
