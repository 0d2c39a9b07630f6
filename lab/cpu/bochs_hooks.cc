// lab_*: what the emulator calls. Each turns to the part that knows the manual's rule.
#include "bochs_glue.h"

#include "judge.h"
#include "lbr.h"
#include "log.h"
#include "machine.h"
#include "msr.h"
#include "perfmon.h"
#include "places.h"
#include "platform.h"
#include "server.h"
#include "steps.h"
#include "symbols.h"
#include "vmx.h"

using namespace lab;

static u64 switch_to = 0; // __switch_to_asm(prev, next)

// Who owns what is in the registers, for entries, exits and switches.
static void owners(Line &line, const Cpu &c)
{
  if (!log_on()) return;
  if (!model.architectural) line.text("tos", owner_name(c.lbr.tos_tag)).number("tosv", c.lbr.tos).text("select", owner_name(c.lbr.select_tag)).hex("selectv", c.lbr.select);
  line.raw("ring", ring_owners(c));
}

static Kind kind_of(unsigned what)
{
  switch (what) {
  case BX_INSTR_IS_CALL: return kRelCall;
  case BX_INSTR_IS_CALL_INDIRECT: return kIndCall;
  case BX_INSTR_IS_RET: return kRet;
  case BX_INSTR_IS_JMP_INDIRECT: return kIndJmp;
  case BX_INSTR_IS_JMP: return kRelJmp;
  default: return kJcc;
  }
}

// linux/perf_event.h: type and config are the first and the third word of struct perf_event_attr
static void called(const Cpu &c, const std::string &fn)
{
  Line line("call", c);
  line.text("fn", fn);
  if (fn != "perf_event_create_kernel_counter") return;
  const u8 *config = memory_at(c.id, cpu_of(c.id)->get_reg64(BX_64BIT_REG_RDI) + 8);
  u64 value = 0;
  if (config == nullptr) return;
  memcpy(&value, config, sizeof value);
  line.hex("config", value);
}

static void watched_target(Cpu &c, u64 to)
{
  if (machine_in_guest(c.id)) return;
  if (to != switch_to) {
    if (log_on() && watched_function(to)) called(c, symbol_text(to));
    return;
  }
  const u64 prev = cpu_of(c.id)->get_reg64(BX_64BIT_REG_RDI), next = cpu_of(c.id)->get_reg64(BX_64BIT_REG_RSI);
  c.self.task = next;
  Line line("switch", c);
  line.hex("prev", prev).hex("next", next);
  const std::string from = task_name(prev), into = task_name(next);
  if (!from.empty()) line.text("prevname", from);
  if (!into.empty()) line.text("nextname", into);
  owners(line, c);
}

void lab_branch(unsigned cpu, unsigned what, Bit64u from, Bit64u to)
{
  Cpu &c = cpus[cpu];
  if (c.recording) record(c, kind_of(what), from, to, c.cpl);
  if (c.pmu.counting && (++c.pmu.branches >= c.pmu.room_branches || machine_icount(cpu) + 1 - c.pmu.last >= c.pmu.room_instructions)) count(c);
  if (c.freeze_in >= 0 || c.pmi_in >= 0) skid(c);
  if (lab_watched(to)) watched_target(c, to);
}

// The privilege changes here, so what was counted before belongs to the old one.
static void far(Cpu &c, u64 from, u64 to)
{
  const unsigned cpl = machine_cpl(c.id);
  if (c.recording) record(c, kFar, from, to, cpl);
  if (c.pmu.counting) {
    c.pmu.branches++;
    count(c);
  }
  c.cpl = static_cast<u8>(cpl);
  if (c.pmu.counting) update(c);
  if (c.freeze_in >= 0 || c.pmi_in >= 0) skid(c);
}

void lab_far_branch(unsigned cpu, unsigned what, Bit64u from, Bit64u to)
{
  (void)what;
  far(cpus[cpu], from, to);
}

void lab_interrupt(unsigned cpu, unsigned vector, unsigned type, Bit64u from, Bit64u to)
{
  Cpu &c = cpus[cpu];
  const bool injected = c.injecting;
  c.injecting = false;
  // INT n and its kin come by lab_far_branch
  const bool software = type == BX_SOFTWARE_INTERRUPT || type == BX_SOFTWARE_EXCEPTION || type == BX_PRIVILEGED_SOFTWARE_INTERRUPT;
  if (software && !injected && vector != 1) return;
  deliver_event(c, vector, from, to, machine_cpl(cpu), injected);
  if (!log_on() || (type == BX_HARDWARE_EXCEPTION && vector != 1 && vector != 13)) return;
  Line line(type == BX_NMI ? "nmi" : type == BX_EXTERNAL_INTERRUPT ? "irq" : "exception", c);
  line.number("vec", vector).text("from", machine_in_guest(cpu) ? hex_text(from) : symbol_text(from));
  if (injected) line.number("injected", 1);
}

void lab_injecting(unsigned cpu) { cpus[cpu].injecting = true; }
void lab_hw_interrupt(unsigned, unsigned) {}
void lab_iret(unsigned) {}

bxInstruction_c *lab_before(unsigned cpu, bxInstruction_c *i)
{
  static bxInstruction_c hold;
  Cpu &c = cpus[cpu];
  const unsigned op = i->getIaOpcode();
  const bool stop = at_instruction(c, cpu_of(cpu)->get_instruction_pointer(), op == BX_IA_VMLAUNCH || op == BX_IA_VMRESUME, op == BX_IA_CLI);
  machine_watch_instructions(places_armed());
  if (!stop) return i;
  // an instruction of no length that does nothing: what became pending is taken before the one here
  hold.execute1 = &BX_CPU_C::lab_hold;
  hold.setILen(0);
  hold.setIaOpcode(BX_IA_NOP);
  cpu_of(cpu)->async_event |= BX_ASYNC_EVENT_STOP_TRACE;
  return &hold;
}

void BX_CPP_AttrRegparmN(1) BX_CPU_C::lab_hold(bxInstruction_c *)
{
  prev_rip = get_instruction_pointer();
  icount++;
}

void lab_reset(unsigned cpu, unsigned type)
{
  if (cpu >= kCpus) return;
  if (type == BX_RESET_HARDWARE) {
    server_reset();
    power_up(cpus[cpu]);
    cpus[cpu].id = cpu;
    power_up(cpus[cpu]);
    server_configure();
    if (switch_to == 0 && (switch_to = symbol_address("__switch_to_asm")) != 0) machine_watch_target(switch_to);
  } else
    init_reset(cpus[cpu]);
}

void lab_init(void) {}

void lab_mwait(unsigned cpu) { mwait(cpus[cpu], (static_cast<unsigned>(cpu_of(cpu)->get_reg64(BX_64BIT_REG_RAX)) >> 4 & 15) + 1); }
void lab_smi(unsigned cpu) { enter_smm(cpus[cpu]); }
void lab_rsm(unsigned cpu) { leave_smm(cpus[cpu], cpu_of(cpu)->get_instruction_pointer(), machine_cpl(cpu)); }

// ---- MSRs ----

int lab_rdmsr(unsigned cpu, Bit32u index, Bit64u *value)
{
  Cpu &c = cpus[cpu];
  u64 v = 0;
  switch (read_msr(c, index, v)) {
  case Access::not_ours: return read_platform_msr(cpu, index, *value) ? 1 : -1;
  case Access::fault: return 0;
  case Access::done: break;
  }
  Cell cell;
  unsigned slot;
  if ((!machine_in_guest(cpu) || c.list == 2) && cell_of(c, index, cell, slot)) judge_saved(c, cell, slot, v);
  *value = v;
  return 1;
}

int lab_wrmsr(unsigned cpu, Bit32u index, Bit64u value)
{
  Cpu &c = cpus[cpu];
  c.cpl = static_cast<u8>(machine_cpl(cpu));
  switch (write_msr(c, index, value)) {
  case Access::not_ours: return write_platform_msr(index) ? 1 : -1;
  case Access::fault: return 0;
  case Access::done: break;
  }
  return 1;
}

static void log_msr(Cpu &c, const char *type, u32 index, u64 value, bool ok)
{
  if (!log_on() || !logged_msr(index)) return;
  Line line(type, c);
  line.number("msr", index).hex("v", value);
  if (!ok) line.number("fault", 1);
  Cell cell;
  unsigned slot;
  if (ok && cell_of(c, index, cell, slot)) {
    const Tag &tag = tag_of(c, cell, slot);
    line.text("own", owner_name(tag));
    if (tag.who != Who::nobody) line.number("born", tag.born);
    if (tag.literal) line.number("literal", 1);
  }
  if (ok && (index == 0x1d9 || index == 0x14ce) && type[0] == 'w') owners(line, c);
}

bool lab_rdmsr_done(unsigned cpu, Bit32u index, Bit64u *value, bool ok)
{
  Cpu &c = cpus[cpu];
  log_msr(c, "rdmsr", index, *value, ok);
  Cell cell;
  unsigned slot;
  if (ok && cell_of(c, index, cell, slot)) {
    if (machine_in_guest(cpu))
      judge_read(c, cell, slot, *value, c.self, "rdmsr");
    else if (c.pending_msr && !c.pending_write && c.pending_index == index) {
      Tag reader;
      reader.who = Who::guest;
      reader.vm = c.pending_vm;
      reader.level = c.pending_level;
      judge_read(c, cell, slot, *value, reader, "emulated");
    }
  }
  if (lab_each || places_armed()) {
    at_msr(c, index, false);
    machine_watch_instructions(places_armed());
  }
  return ok;
}

bool lab_wrmsr_done(unsigned cpu, Bit32u index, Bit64u value, bool ok)
{
  Cpu &c = cpus[cpu];
  log_msr(c, "wrmsr", index, value, ok);
  if (lab_each) at_msr(c, index, true);
  return ok;
}

bool lab_rdpmc(unsigned cpu, Bit32u index, Bit64u *value)
{
  Cpu &c = cpus[cpu];
  count(c);
  if (index < model.general) {
    *value = c.pmu.general[index];
    return true;
  }
  if (index >= 0x40000000 && index < 0x40000000 + model.fixed) {
    *value = c.pmu.fixed[index - 0x40000000];
    return true;
  }
  return false;
}

// ---- VMX ----

bool lab_entry_check(unsigned, bool loads_debug, Bit64u debugctl, bool loads_lbr, Bit64u lbr_ctl)
{
  EntryControls e;
  e.loads_debug = loads_debug;
  e.debugctl = debugctl;
  e.loads_lbr = loads_lbr;
  e.lbr_ctl = lbr_ctl;
  return entry_allowed(e);
}

static EntryControls entering[kCpus];

void lab_entry_load(unsigned cpu, bool loads_debug, Bit64u debugctl, bool loads_lbr, Bit64u lbr_ctl, bool loads_perf, Bit64u perf)
{
  EntryControls &e = entering[cpu];
  e.loads_debug = loads_debug;
  e.debugctl = debugctl;
  e.loads_lbr = loads_lbr;
  e.lbr_ctl = lbr_ctl;
  e.loads_perf = loads_perf;
  e.perf = perf;
  load_guest(cpus[cpu], e);
}

// The CPU keeps its own data in a VMCS region: byte 12 on is free in this one's layout.
static u32 *vmcs_mark(unsigned cpu)
{
  u8 *region = reinterpret_cast<u8 *>(cpu_of(cpu)->vmcshostptr);
  if (region == nullptr) region = physical_memory(cpu_of(cpu)->vmcsptr);
  return reinterpret_cast<u32 *>(region + 12);
}

// "MSR-Bitmap Address": whether the guest's RDMSR of a low MSR goes through.
static bool passes_read(unsigned cpu, u32 index)
{
  const VMCS_CACHE &vm = cpu_of(cpu)->vmcs;
  if (!vm.vmexec_ctrls1.MSR_BITMAPS()) return false;
  const u8 *map = physical_memory(vm.msr_bitmap_addr);
  return map != nullptr && (map[index >> 3] >> (index & 7) & 1) == 0;
}

void lab_entry_done(unsigned cpu)
{
  Cpu &c = cpus[cpu];
  u32 *mark = vmcs_mark(cpu);
  *mark = vmcs_entered(c, *mark);
  c.vmcs_vm = vm_of(*mark);
  c.self.who = Who::guest;
  c.self.vm = vm_of(*mark);
  c.self.level = level_of(*mark);
  c.list = 0;
  c.cpl = static_cast<u8>(machine_cpl(cpu));
  update(c);
  const bool was_msr = c.pending_msr, was_write = c.pending_write;
  c.pending_msr = false;
  if (!log_on()) return;
  const EntryControls &e = entering[cpu];
  Line line("entry", c);
  line.number("vmcs", *mark).hex("debugctl", c.debugctl).number("loads", e.loads_debug ? 1 : 0).number("saves", cpu_of(cpu)->vmcs.vmexit_ctrls1.SAVE_DBG_CTRLS() ? 1 : 0);
  if (model.architectural) line.hex("lbrctl", c.lbr.ctl).number("loadslbr", e.loads_lbr ? 1 : 0);
  line.hex("globalctrl", c.pmu.global_ctrl).number("loadsperf", e.loads_perf ? 1 : 0);
  const u32 first = model.architectural ? 0x1500 : model.records <= 8 ? 0x40 : 0x680;
  line.number("pass", passes_read(cpu, first) ? 1 : 0);
  if (!model.architectural) line.number("pass_tos", passes_read(cpu, 0x1c9) ? 1 : 0).number("pass_select", passes_read(cpu, 0x1c8) ? 1 : 0);
  owners(line, c);
  const u32 injects = cpu_of(cpu)->vmcs.vmentry_interr_info;
  if ((injects & 0x80000000) != 0) line.number("injects", injects & 0xff);
  if (was_msr && (injects & 0x800000ff) == 0x8000000d) line.number("fault", 1);
  if (was_msr && !was_write) line.hex("v", (cpu_of(cpu)->get_reg64(BX_64BIT_REG_RDX) << 32) | (cpu_of(cpu)->get_reg64(BX_64BIT_REG_RAX) & 0xffffffff));
}

void lab_msr_list(unsigned cpu, unsigned kind) { cpus[cpu].list = kind; }
Bit64u lab_debugctl(unsigned cpu) { return saved_debugctl(cpus[cpu]); }
Bit64u lab_lbr_ctl(unsigned cpu) { return saved_lbr_ctl(cpus[cpu]); }
Bit64u lab_global_ctrl(unsigned cpu) { return cpus[cpu].pmu.global_ctrl; }
bool lab_has_arch_lbr(void)
{
  server_configure();
  return model.architectural;
}

static u32 exit_reason[kCpus];

void lab_exit_reason(unsigned cpu, Bit32u reason, Bit64u qualification)
{
  Cpu &c = cpus[cpu];
  exit_reason[cpu] = reason;
  const bool failed = (reason & 0x80000000) != 0;
  const u32 basic = reason & 0xffff;
  BX_CPU_C *b = cpu_of(cpu);
  if (!failed) {
    c.pending_l2 = basic == 20 || basic == 24;
    c.pending_msr = basic == 31 || basic == 32;
    if (c.pending_msr) {
      c.pending_write = basic == 32;
      c.pending_index = static_cast<u32>(b->get_reg64(BX_64BIT_REG_RCX));
      c.pending_value = (b->get_reg64(BX_64BIT_REG_RDX) << 32) | (b->get_reg64(BX_64BIT_REG_RAX) & 0xffffffff);
      c.pending_vm = c.self.vm;
      c.pending_level = c.self.level;
    }
  }
  if (!log_on()) return;
  Line line(failed ? "entryfail" : "exit", c);
  line.number("reason", basic).hex("qual", qualification);
  if (failed) return;
  if (c.pending_msr) {
    line.number("msr", c.pending_index);
    if (c.pending_write) line.hex("v", c.pending_value);
  }
  line.hex("debugctl", c.debugctl);
  if (model.architectural) line.hex("lbrctl", c.lbr.ctl);
  line.hex("status", c.pmu.status);
  owners(line, c);
}

void lab_exit_load(unsigned cpu, bool clears_lbr, bool loads_perf, Bit64u perf)
{
  Cpu &c = cpus[cpu];
  c.self.who = Who::host;
  c.self.vm = 0;
  c.self.level = 0;
  load_host(c, clears_lbr, loads_perf, perf, (exit_reason[cpu] & 0x80000000) != 0);
  if (places_armed()) at_vmexit(c);
}

void lab_call(unsigned cpu, Bit32u address)
{
  u8 *page = memory_at(cpu, address);
  if (page != nullptr) server_call(cpus[cpu], page);
  machine_watch_instructions(places_armed());
}

void lab_outp(Bit16u, unsigned, Bit32u value) { server_serial(static_cast<char>(value)); }
