#include "lbr.h"

namespace lab {

Cpu cpus[kCpus];

unsigned depth(const Cpu &c) { return model.architectural ? static_cast<unsigned>(c.lbr.depth) : model.records; }

unsigned slot_of(const Cpu &c, unsigned n)
{
  const unsigned d = depth(c);
  return static_cast<unsigned>(c.lbr.tos + d - n % d) % d;
}

Tag &tag_of(Cpu &c, Cell cell, unsigned slot)
{
  if (cell == kTos) return c.lbr.tos_tag;
  if (cell == kSelect) return c.lbr.select_tag;
  return c.lbr.written[cell] >> slot & 1 ? c.lbr.cell_tag[cell][slot] : c.lbr.tag[slot];
}

void set_tag(Cpu &c, Cell cell, unsigned slot, const Tag &tag)
{
  if (cell == kTos)
    c.lbr.tos_tag = tag;
  else if (cell == kSelect)
    c.lbr.select_tag = tag;
  else {
    c.lbr.cell_tag[cell][slot] = tag;
    c.lbr.written[cell] |= 1u << slot;
  }
}

void clear_records(Cpu &c)
{
  for (unsigned cell = 0; cell < 3; cell++) {
    for (u64 &v : c.lbr.value[cell]) v = 0;
    c.lbr.written[cell] = 0;
  }
  for (Tag &t : c.lbr.tag) t = Tag();
}

void last_event(Cpu &c)
{
  // "Last Exception Records": the last branch before the event, under the same enable as the records.
  if (!c.recording) return;
  const unsigned slot = slot_of(c, 0);
  for (unsigned cell = 0; cell < 3; cell++) c.lbr.ler[cell] = c.lbr.value[cell][slot];
}

// "Branch Types" of architectural LBRs, by kind.
static u64 branch_type(unsigned kind)
{
  switch (kind) {
  case kJcc: return 0;
  case kIndJmp: return 1;
  case kRelJmp: return 2;
  case kIndCall: return 3;
  case kRelCall: return 4;
  case kRet: return 5;
  default: return 8;
  }
}

// IA32_LBR_CTL, "Branch Type Filtering": an opt-in bit for each type.
static unsigned arch_filter_bit(unsigned kind)
{
  switch (kind) {
  case kJcc: return 16;
  case kRelJmp: return 17;
  case kIndJmp: return 18;
  case kRelCall: return 19;
  case kIndCall: return 20;
  case kRet: return 21;
  default: return 22;
  }
}

// "Filtering of Last Branch Records": bits of MSR_LBR_SELECT suppress.
static bool filtered_legacy(const Cpu &c, unsigned kind, unsigned cpl)
{
  if (settings.fault_select_ignored == fault_select_ignored__on) return false;
  const unsigned seen = settings.lbr_cpl_filter == lbr_cpl_filter__destination ? cpl : c.cpl;
  return (c.lbr.select >> (seen == 0 ? 0 : 1) & 1) != 0 || (c.lbr.select >> kind & 1) != 0;
}

static bool call_stack_mode(const Cpu &c) { return model.architectural ? (c.lbr.ctl & 8) != 0 : model.call_stack && (c.lbr.select & 0x200) != 0; }

// "Call Stack Profiling": a near return takes the newest record away.
static void pop(Cpu &c)
{
  Lbr &l = c.lbr;
  const unsigned slot = slot_of(c, 0);
  const bool empty = l.value[kFrom][slot] == 0;
  if (settings.lbr_pop == lbr_pop__clear || model.architectural) {
    for (unsigned cell = 0; cell < 3; cell++) {
      l.value[cell][slot] = 0;
      l.written[cell] &= ~(1u << slot);
    }
    l.tag[slot] = Tag();
  }
  if (empty && settings.lbr_underflow == lbr_underflow__stop) return;
  if (settings.fault_tos_stays == fault_tos_stays__on) return;
  l.tos = (l.tos + depth(c) - 1) % depth(c);
  l.tos_tag = c.self;
  l.tos_tag.born = machine_time();
  l.tos_tag.at = machine_rip(c.id);
}

void record(Cpu &c, unsigned kind, u64 from, u64 to, unsigned cpl)
{
  Lbr &l = c.lbr;
  // "Logged Operations": a direct CALL of the next instruction is no branch. Call-stack mode of the model-specific kind leaves it out as well.
  const bool call_next = kind == kRelCall && to == from + 5;
  if (model.architectural) {
    // "CPL Filtering": the CPL after the operation decides; FROM is all ones where the CPL before it was filtered out.
    if ((l.ctl >> (cpl == 0 ? 1 : 2) & 1) == 0 || (l.ctl >> arch_filter_bit(kind) & 1) == 0 || call_next) return;
    if (kind == kFar && (l.ctl >> (c.cpl == 0 ? 1 : 2) & 1) == 0) from = ~0ULL;
  } else if (filtered_legacy(c, kind, cpl))
    return;
  if (c.in_smm && !model.architectural && settings.smm_records == smm_records__stop) return;
  if (call_stack_mode(c)) {
    if (kind == kRet) return pop(c);
    if ((kind != kRelCall && kind != kIndCall) || call_next) return;
  }
  const u64 now = machine_icount(c.id), cycles = now - l.last;
  l.last = now;
  c.lbr_modified = true;
  // "LBR Stack": TOS is incremented before the record is written.
  if (settings.fault_tos_stays != fault_tos_stays__on) l.tos = l.tos + 1 == depth(c) ? 0 : l.tos + 1;
  const unsigned slot = static_cast<unsigned>(l.tos);
  u64 info = cycles > 0xffff ? 0xffff : cycles;
  // "MSR_LBR_INFO_x MSR" bit 63; formats 3 and 4 have it in FROM
  const bool missed = settings.lbr_mispredict == lbr_mispredict__sometimes && kind == kJcc && ((from ^ now) * 0x9e3779b97f4a7c15ULL >> 61) == 0;
  if (model.architectural)
    info |= branch_type(kind) << 56 | bit(60) | (missed ? bit(63) : 0);
  else if (model.info_msrs)
    info |= missed ? bit(63) : 0;
  else {
    info = 0;
    // format 3 and 4: bit 63 of FROM is the flag, 62:61 are the transaction's flags, the address ends at bit 47
    from = (from & (bit(61) - 1)) | (missed ? bit(63) : 0);
  }
  l.value[kFrom][slot] = from;
  l.value[kTo][slot] = to;
  l.value[kInfo][slot] = info;
  for (u32 &w : l.written) w &= ~(1u << slot);
  if (settings.control_tags == control_tags__off) return;
  Tag &t = l.tag[slot];
  t = c.self;
  t.born = machine_time();
  t.at = from;
  t.cpl = static_cast<u8>(c.cpl);
  if (settings.fault_tos_stays != fault_tos_stays__on) l.tos_tag = t;
}

} // namespace lab
