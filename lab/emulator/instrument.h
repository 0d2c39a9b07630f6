// What the emulator calls: Bochs's instrumentation macros, and the functions that the lines inserted by hooks.json call.
// Every file of the emulator includes this one, so it names functions only: what they do is in lab/cpu.
#if BX_INSTRUMENTATION

class bxInstruction_c;
struct cpuid_function_t;

// Tested in each taken branch and each instruction; everything else is behind a call.
extern Bit32u lab_hot[8];          // this CPU records branches or counts events
extern Bit64u lab_targets[512];    // a Bloom filter of branch targets that are watched (functions' entries)
extern Bit32u lab_each;            // some place inside a function is watched: look at each instruction

static inline bool lab_watched(Bit64u to)
{
  return lab_targets[(to >> 6) & 511] >> ((to >> 0) & 63) & 1;
}

void lab_branch(unsigned cpu, unsigned what, Bit64u from, Bit64u to);
void lab_far_branch(unsigned cpu, unsigned what, Bit64u from, Bit64u to);
bxInstruction_c *lab_before(unsigned cpu, bxInstruction_c *i);
void lab_reset(unsigned cpu, unsigned type);
void lab_init(void);
void lab_mwait(unsigned cpu);
void lab_exit_reason(unsigned cpu, Bit32u reason, Bit64u qualification);
void lab_hw_interrupt(unsigned cpu, unsigned vector);
void lab_outp(Bit16u port, unsigned len, Bit32u value);

// MSRs. -1: not ours, 0: #GP, 1: done
int  lab_rdmsr(unsigned cpu, Bit32u index, Bit64u *value);
int  lab_wrmsr(unsigned cpu, Bit32u index, Bit64u value);
bool lab_rdmsr_done(unsigned cpu, Bit32u index, Bit64u *value, bool ok);
bool lab_wrmsr_done(unsigned cpu, Bit32u index, Bit64u value, bool ok);
bool lab_rdpmc(unsigned cpu, Bit32u index, Bit64u *value);
void lab_cpuid(unsigned cpu, Bit32u leaf, Bit32u subleaf, cpuid_function_t *out);
Bit32u lab_xss_mask(void);

// VMX
bool lab_has_arch_lbr(void);
bool lab_entry_check(unsigned cpu, bool loads_debug, Bit64u debugctl, bool loads_lbr, Bit64u lbr_ctl);
void lab_entry_load(unsigned cpu, bool loads_debug, Bit64u debugctl, bool loads_lbr, Bit64u lbr_ctl, bool loads_perf, Bit64u perf);
void lab_entry_done(unsigned cpu);
void lab_msr_list(unsigned cpu, unsigned kind); // 0 none, 1 VM-entry load, 2 VM-exit store, 3 VM-exit load
Bit64u lab_debugctl(unsigned cpu);
Bit64u lab_lbr_ctl(unsigned cpu);
Bit64u lab_global_ctrl(unsigned cpu);
void lab_exit_load(unsigned cpu, bool clears_lbr, bool loads_perf, Bit64u perf);
void lab_injecting(unsigned cpu);

// Events
void lab_interrupt(unsigned cpu, unsigned vector, unsigned type, Bit64u from, Bit64u to);
void lab_iret(unsigned cpu);
void lab_smi(unsigned cpu);
void lab_rsm(unsigned cpu);
void lab_call(unsigned cpu, Bit32u address);
void lab_xsave_setup(void);
void lab_xsaves_done(unsigned cpu, bool save, Bit64u mask);

#define BX_INSTR_INIT_ENV() lab_init()
#define BX_INSTR_EXIT_ENV()
#define BX_INSTR_INITIALIZE(cpu_id)
#define BX_INSTR_EXIT(cpu_id)
#define BX_INSTR_RESET(cpu_id, type) lab_reset(cpu_id, type)
#define BX_INSTR_HLT(cpu_id)
#define BX_INSTR_MWAIT(cpu_id, addr, len, flags) lab_mwait(cpu_id)
#define BX_INSTR_DEBUG_PROMPT()
#define BX_INSTR_DEBUG_CMD(cmd)

#define BX_INSTR_CNEAR_BRANCH_TAKEN(cpu_id, from, to) \
  { if (lab_hot[cpu_id]) lab_branch(cpu_id, 0, from, to); }
#define BX_INSTR_CNEAR_BRANCH_NOT_TAKEN(cpu_id, from)
#define BX_INSTR_UCNEAR_BRANCH(cpu_id, what, from, to) \
  { if (lab_hot[cpu_id] || lab_watched(to)) lab_branch(cpu_id, what, from, to); }
#define BX_INSTR_FAR_BRANCH(cpu_id, what, prev_cs, from, new_cs, to) lab_far_branch(cpu_id, what, from, to)

#define BX_INSTR_OPCODE(cpu_id, i, opcode, len, is32, is64)
#define BX_INSTR_EXCEPTION(cpu_id, vector, error_code)
#define BX_INSTR_INTERRUPT(cpu_id, vector)
#define BX_INSTR_HWINTERRUPT(cpu_id, vector, cs, eip) lab_hw_interrupt(cpu_id, vector)
#define BX_INSTR_CLFLUSH(cpu_id, laddr, paddr)
#define BX_INSTR_CACHE_CNTRL(cpu_id, what)
#define BX_INSTR_TLB_CNTRL(cpu_id, what, new_cr3)
#define BX_INSTR_PREFETCH_HINT(cpu_id, what, seg, offset)
#define BX_INSTR_BEFORE_EXECUTION(cpu_id, i) \
  { if (__builtin_expect(lab_each, 0)) i = lab_before(cpu_id, i); }
#define BX_INSTR_AFTER_EXECUTION(cpu_id, i)
#define BX_INSTR_REPEAT_ITERATION(cpu_id, i)
#define BX_INSTR_LIN_ACCESS(cpu_id, lin, phy, len, memtype, rw)
#define BX_INSTR_PHY_ACCESS(cpu_id, phy, len, memtype, rw)
#define BX_INSTR_INP(addr, len)
#define BX_INSTR_INP2(addr, len, val)
#define BX_INSTR_OUTP(addr, len, val) { if ((addr) == 0x3f8) lab_outp(addr, len, val); }
#define BX_INSTR_WRMSR(cpu_id, addr, value)
#define BX_INSTR_VMEXIT(cpu_id, reason, qualification) lab_exit_reason(cpu_id, reason, qualification)

#endif
