#include "vmx.h"

#include "lbr.h"
#include "msr.h"
#include "perfmon.h"

namespace lab {

bool entry_allowed(const EntryControls &e)
{
  // bits that WRMSR would refuse; without the control there is no check
  if (e.loads_debug && (e.debugctl & ~debugctl_mask()) != 0) return false;
  return !e.loads_lbr || (e.lbr_ctl & ~lbr_ctl_mask()) == 0;
}

void load_guest(Cpu &c, const EntryControls &e)
{
  // "Loading Guest Control Registers, Debug Registers, and MSRs": without the control the guest runs with the host's value
  count(c);
  if (settings.fault_entry_is_recorded == fault_entry_is_recorded__on) record(c, kFar, machine_rip(c.id), 0, 0);
  if (e.loads_debug && settings.fault_entry_ignores_debugctl != fault_entry_ignores_debugctl__on) {
    if ((e.debugctl & kDebugLbr) != 0 && (c.debugctl & kDebugLbr) == 0) c.lbr.last = machine_icount(c.id);
    c.debugctl = model.architectural ? e.debugctl & ~kDebugLbr : e.debugctl;
  }
  // "VMX support" of architectural LBRs: the control "Load guest IA32_LBR_CTL"
  if (e.loads_lbr && settings.fault_lbr_ctl_not_loaded != fault_lbr_ctl_not_loaded__on) {
    c.lbr.ctl = e.lbr_ctl;
    c.lbr_modified = true;
  }
  if (e.loads_perf && settings.fault_perf_not_loaded != fault_perf_not_loaded__on) c.pmu.global_ctrl = e.perf & global_ctrl_mask();
  update(c);
}

u64 saved_debugctl(const Cpu &c) { return settings.fault_exit_loses_debugctl == fault_exit_loses_debugctl__on ? 0 : c.debugctl; }

u64 saved_lbr_ctl(const Cpu &c) { return c.lbr.ctl; }

void load_host(Cpu &c, bool clears_lbr, bool loads_perf, u64 perf, bool failed)
{
  // "Loading Host Control Registers, Debug Registers, MSRs": IA32_DEBUGCTL is cleared at each VM exit, and by a failed entry
  count(c);
  if (settings.fault_exit_is_recorded == fault_exit_is_recorded__on && c.recording) record(c, kFar, machine_rip(c.id), machine_rip(c.id), 0);
  if (settings.fault_exit_keeps_debugctl != fault_exit_keeps_debugctl__on) c.debugctl = 0;
  // the control "Clear IA32_LBR_CTL", after the field was saved
  if (clears_lbr && settings.fault_lbr_ctl_not_cleared != fault_lbr_ctl_not_cleared__on &&
      (!failed || settings.vmx_failed_entry_lbr_ctl == vmx_failed_entry_lbr_ctl__clear)) {
    c.lbr.ctl = 0;
    c.lbr_modified = true;
  }
  if (loads_perf) c.pmu.global_ctrl = perf & global_ctrl_mask();
  c.cpl = 0;
  update(c);
}

void deliver_event(Cpu &c, unsigned vector, u64 from, u64 to, unsigned cpl, bool injected)
{
  if (vector == 1 && !injected) {
    // "Monitoring Branches, Exceptions, and Interrupts": a delivered #DB clears LBR and BTF first and is no record.
    // "Debug Exceptions" of architectural LBRs: it clears LBREn.
    count(c);
    if (settings.fault_db_keeps_lbr != fault_db_keeps_lbr__on) {
      c.debugctl &= ~(kDebugLbr | kDebugBtf);
      if (model.architectural) c.lbr.ctl &= ~1ULL;
    }
    c.cpl = static_cast<u8>(cpl);
    update(c);
    return;
  }
  last_event(c);
  if (injected && settings.lbr_injected_from == lbr_injected_from__zero) from = 0;
  if (c.recording) record(c, kFar, from, to, cpl);
  if (c.pmu.counting) {
    c.pmu.branches++;
    count(c);
  }
  c.cpl = static_cast<u8>(cpl);
  // "Vectored-Event Injection": an injected #DB leaves IA32_DEBUGCTL; of LBREn the manual says nothing
  if (vector == 1 && injected && model.architectural && settings.lbr_injected_db == lbr_injected_db__clear) c.lbr.ctl &= ~1ULL;
  update(c);
}

void enter_smm(Cpu &c)
{
  count(c);
  c.in_smm = true;
  c.smm_lbr_ctl = c.lbr.ctl;
  c.smm_debugctl = c.debugctl;
  c.smm_global_ctrl = c.pmu.global_ctrl;
  // "SMM" of architectural LBRs: LBREn is saved and cleared, whatever bit 14 says
  if (model.architectural) c.lbr.ctl &= ~1ULL;
  // "Filtering of SMM Handler Overhead": with FREEZE_WHILE_SMM the counters stop, and LBR, BTF, TR, BTS are cleared
  if ((c.smm_debugctl & kDebugSmm) != 0) {
    c.pmu.global_ctrl = 0;
    c.debugctl &= ~(kDebugLbr | kDebugBtf | kDebugTr | kDebugBts);
  }
  update(c);
}

void leave_smm(Cpu &c, u64 rip, unsigned cpl)
{
  const bool freezes = (c.smm_debugctl & kDebugSmm) != 0;
  if (freezes) {
    c.debugctl = c.smm_debugctl;
    c.pmu.global_ctrl = settings.smm_rsm_global_ctrl == smm_rsm_global_ctrl__ones ? global_ctrl_mask() : c.smm_global_ctrl;
  }
  if (model.architectural) c.lbr.ctl = c.smm_lbr_ctl;
  c.cpl = static_cast<u8>(cpl);
  update(c);
  // "Logged Operations": RSM from its target to its target, only without FREEZE_WHILE_SMM
  if (!freezes && c.recording) record(c, kFar, rip, rip, cpl);
  c.in_smm = false;
}

void power_up(Cpu &c)
{
  // "Processor State After Reset": the record stack is 0 after power-up; DEPTH is the largest one
  const unsigned id = c.id;
  c = Cpu();
  c.id = id;
  c.lbr.depth = model.records;
  c.misc_enable = bit(0) | bit(7) | bit(11) | bit(12) | bit(18); // no BTS, no PEBS
  if (settings.reset_debugctl == reset_debugctl__lbr) c.debugctl = kDebugLbr;
  if (settings.perfmon_reset_global_ctrl == perfmon_reset_global_ctrl__ones) c.pmu.global_ctrl = bit(model.general) - 1;
  c.self.who = Who::host;
  c.self.cpu = static_cast<u8>(id);
  update(c);
}

void init_reset(Cpu &c)
{
  // INIT leaves these registers as they are; with architectural LBRs it is a recorded branch, whose target the manual does not name
  c.cpl = 0;
  update(c);
}

void mwait(Cpu &c, unsigned c_state)
{
  // "LBR Behavior and Deep C-State", "MWAIT": deeper than C1 the records may be lost
  if (c_state <= 1 || settings.lbr_mwait == lbr_mwait__keep) return;
  clear_records(c);
  if (!model.architectural) {
    c.lbr.tos = 0;
    for (u64 &v : c.lbr.ler) v = 0;
  }
}

} // namespace lab
