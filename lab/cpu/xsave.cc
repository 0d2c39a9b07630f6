#include "xsave.h"

#include "judge.h"
#include "lbr.h"
#include "msr.h"

namespace lab {

bool lbr_state_in_use(const Cpu &c)
{
  if (settings.xsave_init_optimization == xsave_init_optimization__write) return true;
  // all registers 0; DEPTH does not count
  if (c.lbr.ctl != 0) return true;
  for (u64 v : c.lbr.ler)
    if (v != 0) return true;
  for (unsigned cell = 0; cell < 3; cell++)
    for (u64 v : c.lbr.value[cell])
      if (v != 0) return true;
  return false;
}

unsigned save_lbr_state(Cpu &c, u64 area, u64 *words)
{
  if (settings.xsave_modified_optimization == xsave_modified_optimization__skip && area == c.xrstors_area && !c.lbr_modified) return 0;
  words[0] = c.lbr.ctl;
  words[1] = c.lbr.depth;
  for (unsigned k = 0; k < 3; k++) words[2 + k] = c.lbr.ler[k];
  for (unsigned n = 0; n < depth(c); n++)
    for (unsigned cell = 0; cell < 3; cell++) {
      const unsigned slot = slot_of(c, n);
      words[5 + 3 * n + cell] = c.lbr.value[cell][slot];
      judge_save(c, static_cast<Cell>(cell), slot, c.lbr.value[cell][slot], area + 8 * (5 + 3 * n + cell));
    }
  return 5 + 3 * depth(c);
}

bool restore_lbr_state(Cpu &c, u64 area, const u64 *words)
{
  const u64 image = words[1];
  if ((words[0] & ~lbr_ctl_mask()) != 0) return false;
  // "LBR State": a DEPTH with a reserved bit is #GP; DEPTH itself is never loaded
  if ((image & ~0xffULL) != 0 || image % 8 != 0) return false;
  if (image != c.lbr.depth && !listed_depth(image) && settings.xrstors_unlisted_depth == xrstors_unlisted_depth__fault) return false;
  c.lbr.ctl = words[0];
  const bool match = image == c.lbr.depth;
  for (unsigned k = 0; k < 3; k++) c.lbr.ler[k] = match || settings.xrstors_mismatch_ler == xrstors_mismatch_ler__load ? words[2 + k] : 0;
  if (settings.fault_xrstors_keeps_records != fault_xrstors_keeps_records__on) {
    clear_records(c);
    c.lbr.tos = 0;
    // another depth: all records are cleared, no fault
    for (unsigned n = 0; match && n < depth(c); n++)
      for (unsigned cell = 0; cell < 3; cell++) {
        const unsigned slot = slot_of(c, n);
        const u64 v = words[5 + 3 * n + cell];
        c.lbr.value[cell][slot] = cell == kInfo ? v : extend(v);
        judge_restore(c, static_cast<Cell>(cell), slot, v, area + 8 * (5 + 3 * n + cell));
      }
  }
  c.xrstors_area = area;
  c.lbr_modified = !match;
  update(c);
  return true;
}

void init_lbr_state(Cpu &c)
{
  // all registers but DEPTH
  c.lbr.ctl = 0;
  for (u64 &v : c.lbr.ler) v = 0;
  clear_records(c);
  c.xrstors_area = 0;
  update(c);
}

} // namespace lab
