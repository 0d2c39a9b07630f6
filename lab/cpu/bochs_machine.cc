// machine_*: what the emulated CPU's parts ask of the emulator.
#include "bochs_glue.h"

#include "cpu/apic.h"
#include "log.h"
#include "machine.h"
#include "perfmon.h"
#include "places.h"
#include "server.h"
#include "symbols.h"

// The emulator's timer of 100 microseconds of its own time: limits, panics, hangs.
static void tick(void *) { lab::server_tick(); }

Bit32u lab_hot[8];
Bit64u lab_targets[512];
Bit32u lab_each;

namespace lab {

BX_CPU_C *cpu_of(unsigned cpu) { return BX_CPU(cpu); }

u8 *physical_memory(u64 address) { return BX_MEM(0)->getHostMemAddr(BX_CPU(0), address, BX_WRITE); }

u8 *memory_at(unsigned cpu, u64 linear)
{
  bx_phy_address physical;
  if (!BX_CPU(cpu)->dbg_xlate_linear2phy(linear, &physical)) return nullptr;
  u8 *page = physical_memory(physical & ~0xfffULL);
  return page == nullptr ? nullptr : page + (physical & 0xfff);
}

unsigned machine_cpus() { return BX_SMP_PROCESSORS; }
u64 machine_icount(unsigned cpu) { return BX_CPU(cpu)->get_icount(); }
// With one CPU a tick is an instruction or a step of idling; with more, the emulator's clock.
u64 machine_time() { return bx_pc_system.time_ticks(); }
u64 machine_rip(unsigned cpu) { return BX_CPU(cpu)->prev_rip; }
u64 machine_stack(unsigned cpu, unsigned n)
{
  const u8 *word = memory_at(cpu, BX_CPU(cpu)->get_reg64(BX_64BIT_REG_RSP) + 8 * n);
  u64 value = 0;
  if (word != nullptr) memcpy(&value, word, 8);
  return value;
}

unsigned machine_cpl(unsigned cpu) { return BX_CPU(cpu)->sregs[BX_SEG_REG_CS].selector.rpl; }
bool machine_in_guest(unsigned cpu) { return BX_CPU(cpu)->in_vmx_guest; }
bool machine_interrupts(unsigned cpu) { return BX_CPU(cpu)->get_IF() != 0; }
bool machine_nmi_blocked(unsigned cpu) { return BX_CPU(cpu)->is_masked_event(BX_EVENT_NMI); }

bool machine_halted_for_good(unsigned cpu)
{
  const BX_CPU_C *c = BX_CPU(cpu);
  return c->activity_state == BX_CPU_C::BX_ACTIVITY_STATE_SHUTDOWN || (c->activity_state == BX_CPU_C::BX_ACTIVITY_STATE_HLT && !machine_interrupts(cpu));
}

bool machine_pmi_masked(unsigned cpu) { return (BX_CPU(cpu)->lapic->read_aligned(BX_LAPIC_LVT_PERFMON) & 0x10000) != 0; }

// "Local Vector Table": the mask bit is set when the interrupt is handled
void machine_raise_pmi(unsigned cpu)
{
  bx_local_apic_c *apic = BX_CPU(cpu)->lapic;
  const Bit32u lvt = apic->read_aligned(BX_LAPIC_LVT_PERFMON);
  Line("pmi", cpus[cpu]).hex("lvt", lvt).hex("status", cpus[cpu].pmu.status).hex("debugctl", cpus[cpu].debugctl);
  if ((lvt & 0x10000) != 0) return;
  apic->write_aligned(BX_LAPIC_LVT_PERFMON, lvt | 0x10000);
  apic->deliver(lvt & 0xff, (lvt >> 8) & 7, 0);
}

void machine_set_hot(unsigned cpu, bool hot) { lab_hot[cpu] = hot ? 1 : 0; }

void machine_do(Cpu &c, const Trigger &t)
{
  bx_local_apic_c *apic = BX_CPU(c.id)->lapic;
  Line line("inject", c);
  line.text("what", t.text);
  switch (t.action) {
  case ActionKind::pmi: line.hex("status", force_overflow(c)); break;
  case ActionKind::nmi: BX_CPU(c.id)->deliver_NMI(); break;
  case ActionKind::smi: BX_CPU(c.id)->deliver_SMI(); break;
  case ActionKind::timer: apic->trigger_irq(apic->read_aligned(BX_LAPIC_LVT_TIMER) & 0xff, APIC_EDGE_TRIGGERED); break;
  case ActionKind::ipi: apic->trigger_irq(static_cast<Bit8u>(t.vector), APIC_EDGE_TRIGGERED); break;
  case ActionKind::hold: break;
  }
}

bool machine_patch(u64 address, const u8 *bytes, unsigned n)
{
  for (unsigned k = 0; k < n; k++) {
    u8 *p = memory_at(0, address + k);
    if (p == nullptr) return false;
    *p = bytes[k];
  }
  for (unsigned cpu = 0; cpu < machine_cpus(); cpu++) {
    BX_CPU(cpu)->iCache.flushICacheEntries();
    BX_CPU(cpu)->async_event |= BX_ASYNC_EVENT_STOP_TRACE;
  }
  return true;
}

bool machine_peek(u64 address, u8 &byte)
{
  const u8 *p = memory_at(0, address);
  if (p == nullptr) return false;
  byte = *p;
  return true;
}

void machine_watch_target(u64 address) { lab_targets[(address >> 6) & 511] |= bit(address & 63); }
void machine_watch_instructions(bool on) { lab_each = on ? 1 : 0; }

// Registers of all CPUs, and the memory if asked for.
u64 machine_hash(bool memory)
{
  u64 h = 0x9e3779b97f4a7c15ULL;
  const auto mix = [&h](u64 v) {
    h = (h ^ v) * 0xff51afd7ed558ccdULL;
    h ^= h >> 32;
  };
  mix(machine_time());
  for (unsigned cpu = 0; cpu < machine_cpus(); cpu++) {
    BX_CPU_C *b = BX_CPU(cpu);
    for (unsigned r = 0; r < 16; r++) mix(b->get_reg64(r));
    mix(b->get_instruction_pointer());
    mix(b->read_eflags());
    mix(b->cr0.get32());
    mix(b->cr3);
    mix(b->cr4.get32());
    mix(b->get_icount());
    mix(b->vmcsptr);
    const Cpu &c = cpus[cpu];
    mix(c.debugctl);
    mix(c.lbr.select);
    mix(c.lbr.tos);
    mix(c.lbr.ctl);
    for (const auto &cell : c.lbr.value)
      for (const u64 v : cell) mix(v);
    mix(c.pmu.global_ctrl);
    mix(c.pmu.status);
    for (const u64 v : c.pmu.general) mix(v);
    for (const u64 v : c.pmu.fixed) mix(v);
  }
  if (!memory) return h;
  const u64 size = BX_MEM(0)->get_memory_len();
  for (u64 address = 0; address < size; address += 4096) {
    if (address >= 0xa0000 && address < 0x100000) continue; // devices and ROM
    const u8 *page = physical_memory(address);
    if (page == nullptr) continue;
    u64 a = address, b = 1, c = 2, d = 3, any = 0;
    for (unsigned k = 0; k < 4096; k += 32) {
      u64 w[4];
      memcpy(w, page + k, 32);
      any |= w[0] | w[1] | w[2] | w[3];
      a = (a ^ w[0]) * 0x9e3779b97f4a7c15ULL;
      b = (b ^ w[1]) * 0xff51afd7ed558ccdULL;
      c = (c ^ w[2]) * 0xc4ceb9fe1a85ec53ULL;
      d = (d ^ w[3]) * 0xbf58476d1ce4e5b9ULL;
    }
    if (any != 0) mix(a ^ (b >> 1) ^ (c << 1) ^ (d >> 2));
  }
  return h;
}

void machine_touch_memory()
{
  const u64 size = BX_MEM(0)->get_memory_len();
  for (u64 address = 0; address < size; address += 4096) {
    if (address >= 0xa0000 && address < 0x100000) continue;
    volatile u8 *page = physical_memory(address);
    if (page != nullptr) *page = *page;
  }
}

void machine_start_timer() { bx_pc_system.register_timer(nullptr, tick, 100, true, true, "lab"); }

void machine_seed(unsigned seed) { srand(seed); }

} // namespace lab
