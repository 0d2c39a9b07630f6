// XSAVES component 15 as the emulator's table of components wants it.
#include "bochs_glue.h"

#include "log.h"
#include "server.h"
#include "xsave.h"

using namespace lab;

extern XSaveRestoreStateHelper xsave_restore[];

Bit32u lab_xss_mask(void)
{
  server_configure();
  return model.architectural ? BX_XCR0_LBR_MASK : 0;
}

void lab_xsave_setup(void)
{
  server_configure();
  if (!model.architectural) return;
  XSaveRestoreStateHelper &h = xsave_restore[xcr0_t::BX_XCR0_LBR_BIT];
  h.len = 8 * kLbrStateWords;
  h.offset = 0; // IA32_XSS only
  h.xstate_in_use_method = &BX_CPU_C::lab_xsave_inuse;
  h.xsave_method = &BX_CPU_C::lab_xsave;
  h.xrstor_method = &BX_CPU_C::lab_xrstor;
  h.xrstor_init_method = &BX_CPU_C::lab_xrstor_init;
}

bool BX_CPU_C::lab_xsave_inuse(void) { return lbr_state_in_use(cpus[bx_cpuid]); }

void BX_CPU_C::lab_xsave(bxInstruction_c *i, bx_address offset)
{
  u64 words[kLbrStateWords];
  const unsigned n = save_lbr_state(cpus[bx_cpuid], get_laddr(i->seg(), offset), words);
  for (unsigned k = 0; k < n; k++) write_virtual_qword(i->seg(), offset + 8 * k, words[k]);
}

void BX_CPU_C::lab_xrstor(bxInstruction_c *i, bx_address offset)
{
  u64 words[kLbrStateWords];
  for (unsigned k = 0; k < kLbrStateWords; k++) words[k] = read_virtual_qword(i->seg(), offset + 8 * k);
  if (!restore_lbr_state(cpus[bx_cpuid], get_laddr(i->seg(), offset), words)) exception(BX_GP_EXCEPTION, 0);
}

void BX_CPU_C::lab_xrstor_init(void) { init_lbr_state(cpus[bx_cpuid]); }

void lab_xsaves_done(unsigned cpu, bool save, Bit64u mask)
{
  if (model.architectural && (mask & BX_XCR0_LBR_MASK) != 0) Line(save ? "xsaves" : "xrstors", cpus[cpu]).hex("rfbm", mask);
}
