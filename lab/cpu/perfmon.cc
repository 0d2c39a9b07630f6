#include "perfmon.h"

namespace lab {

u64 global_ctrl_mask() { return (bit(model.general) - 1) | (bit(model.fixed) - 1) << 32; }

u64 status_mask()
{
  // "IA32_PERF_GLOBAL_STATUS MSR": counters, 62 and 63; from version 4 on the two freeze bits
  return global_ctrl_mask() | bit(62) | bit(63) | (model.perfmon >= 4 ? kStatusLbrFrz | kStatusCtrFrz : 0);
}

static bool general_on(const Cpu &c, unsigned i) { return (c.pmu.global_ctrl >> i & 1) != 0 && (c.pmu.select[i] & bit(22)) != 0; }
static bool fixed_on(const Cpu &c, unsigned i) { return (c.pmu.global_ctrl >> (32 + i) & 1) != 0 && (c.pmu.fixed_ctrl >> (4 * i) & 3) != 0; }

// IA32_PERFEVTSELx bits 16 (USR) and 17 (OS)
static bool general_here(const Cpu &c, unsigned i) { return general_on(c, i) && (c.pmu.select[i] >> (c.cpl == 0 ? 17 : 16) & 1) != 0; }
// IA32_FIXED_CTR_CTRL: bit 0 OS, bit 1 USR of each counter
static bool fixed_here(const Cpu &c, unsigned i) { return fixed_on(c, i) && (c.pmu.fixed_ctrl >> (4 * i + (c.cpl == 0 ? 0 : 1)) & 1) != 0; }

enum class Event { cycles, branches, none };

// "Pre-defined Architectural Performance Events". A cycle is an instruction; a branch is a taken one.
static Event event_of(u64 select)
{
  switch (select & 0xff) {
  case 0x3c:
  case 0xc0: return Event::cycles;
  case 0xc4: return Event::branches;
  default: return Event::none;
  }
}

static bool any_on(const Cpu &c)
{
  if (c.pmu.global_ctrl == 0 || (c.pmu.status & kStatusCtrFrz) != 0) return false;
  for (unsigned i = 0; i < model.general; i++)
    if (general_on(c, i)) return true;
  for (unsigned i = 0; i < model.fixed; i++)
    if (fixed_on(c, i)) return true;
  return false;
}

// How far it is to the first overflow at this privilege, so that a branch compares one number.
static void measure_room(Cpu &c)
{
  u64 instructions = ~0ULL, branches = ~0ULL;
  for (unsigned i = 0; i < model.general; i++) {
    if (!general_here(c, i)) continue;
    const u64 room = kCounterMask - c.pmu.general[i] + 1;
    u64 &least = event_of(c.pmu.select[i]) == Event::branches ? branches : instructions;
    if (event_of(c.pmu.select[i]) != Event::none && room < least) least = room;
  }
  for (unsigned i = 0; i < model.fixed; i++) {
    const u64 room = kCounterMask - c.pmu.fixed[i] + 1;
    if (fixed_here(c, i) && room < instructions) instructions = room;
  }
  c.pmu.room_instructions = instructions;
  c.pmu.room_branches = branches;
}

void update(Cpu &c)
{
  const bool counting = any_on(c);
  if (counting && !c.pmu.counting) {
    c.pmu.last = machine_icount(c.id);
    c.pmu.branches = 0;
  }
  c.pmu.counting = counting;
  if (counting) measure_room(c);
  // "Enhancement in IA32_PERF_GLOBAL_STATUS": LBR_FRZ stops recording whatever the enable says
  const bool enabled = model.architectural ? (c.lbr.ctl & 1) != 0 : (c.debugctl & kDebugLbr) != 0;
  c.recording = enabled && (c.pmu.status & kStatusLbrFrz) == 0;
  machine_set_hot(c.id, c.recording || counting || c.freeze_in >= 0 || c.pmi_in >= 0);
}

static bool add(u64 &counter, u64 n)
{
  counter += n;
  if (counter <= kCounterMask) return false;
  counter &= kCounterMask;
  return true;
}

void count(Cpu &c)
{
  Perfmon &p = c.pmu;
  if (!p.counting) return;
  const u64 now = machine_icount(c.id), instructions = now - p.last, branches = p.branches;
  p.last = now;
  p.branches = 0;
  bool wants_pmi = false;
  for (unsigned i = 0; i < model.general; i++) {
    if (!general_here(c, i)) continue;
    const Event event = event_of(p.select[i]);
    if (event == Event::none || !add(p.general[i], event == Event::branches ? branches : instructions)) continue;
    p.status |= bit(i);
    if ((p.select[i] & bit(20)) != 0) wants_pmi = true;
  }
  for (unsigned i = 0; i < model.fixed; i++) {
    if (!fixed_here(c, i) || !add(p.fixed[i], instructions)) continue;
    p.status |= bit(32 + i);
    if ((p.fixed_ctrl >> (4 * i) & 8) != 0) wants_pmi = true;
  }
  measure_room(c);
  if (wants_pmi) overflow_pmi(c);
}

// "Freezing LBR and Performance Counters on PMI": versions 2 and 3 clear the enables, version 4 and later set status bits.
static void freeze(Cpu &c)
{
  if (settings.fault_no_freeze == fault_no_freeze__on) return;
  const bool legacy = model.perfmon < 4 || settings.fault_freeze_clears_debugctl == fault_freeze_clears_debugctl__on;
  const bool lbr_on = model.architectural ? (c.lbr.ctl & 1) != 0 : (c.debugctl & kDebugLbr) != 0;
  if ((c.debugctl & kDebugFreezeLbr) != 0 && (lbr_on || settings.freeze_lbr_off == freeze_lbr_off__freeze)) {
    if (legacy)
      c.debugctl &= ~kDebugLbr;
    else
      c.pmu.status |= kStatusLbrFrz;
  }
  if ((c.debugctl & kDebugFreezeCtr) != 0) {
    if (legacy)
      c.pmu.global_ctrl = 0;
    else
      c.pmu.status |= kStatusCtrFrz;
  }
  update(c);
}

void overflow_pmi(Cpu &c)
{
  const bool masked = machine_pmi_masked(c.id);
  if (model.perfmon >= 2 && (!masked || settings.freeze_masked_lvt == freeze_masked_lvt__freeze)) {
    if (settings.freeze_skid > 0)
      c.freeze_in = settings.freeze_skid;
    else
      freeze(c);
  }
  if (settings.pmi_skid > 0)
    c.pmi_in = settings.pmi_skid;
  else
    machine_raise_pmi(c.id);
  update(c);
}

void skid(Cpu &c)
{
  if (c.freeze_in >= 0 && c.freeze_in-- == 0) freeze(c);
  if (c.pmi_in >= 0 && c.pmi_in-- == 0) machine_raise_pmi(c.id);
  if (c.freeze_in < 0 && c.pmi_in < 0) update(c);
}

// The counter stands at 0 then, as after an overflow: software tells by it that its period is over.
u64 force_overflow(Cpu &c)
{
  count(c);
  for (unsigned i = 0; i < model.fixed; i++)
    if (fixed_on(c, i) && (c.pmu.fixed_ctrl >> (4 * i) & 8) != 0) {
      c.pmu.status |= bit(32 + i);
      c.pmu.fixed[i] = 0;
      overflow_pmi(c);
      return bit(32 + i);
    }
  for (unsigned i = 0; i < model.general; i++)
    if (general_on(c, i) && (c.pmu.select[i] & bit(20)) != 0) {
      c.pmu.status |= bit(i);
      c.pmu.general[i] = 0;
      overflow_pmi(c);
      return bit(i);
    }
  return 0;
}

} // namespace lab
