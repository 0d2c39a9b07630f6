/* Inside the guest: no library, no host headers. */
#ifndef LAB_INTERPRETER_H
#define LAB_INTERPRETER_H

#include "program.h"

typedef unsigned long u64;
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned char u8;

/* Second argument of OP_ENTER: the vmcs12 stays as the last exit left it. */
#define KEEP 2

#define MSR_DEBUGCTL 0x1d9
#define MSR_LBR_SELECT 0x1c8
#define MSR_LBR_TOS 0x1c9
#define MSR_LBR_FROM 0x680
#define MSR_LBR_TO 0x6c0
#define MSR_FIXED_CTR0 0x309
#define MSR_FIXED_CTR_CTRL 0x38d
#define MSR_PERF_GLOBAL_STATUS 0x38e
#define MSR_PERF_GLOBAL_CTRL 0x38f
#define MSR_PERF_GLOBAL_OVF_CTRL 0x390
#define MSR_X2APIC_SVR 0x80f
#define MSR_X2APIC_LVTPC 0x834
#define MSR_FEATURE_CONTROL 0x3a
#define MSR_VMX_BASIC 0x480
#define MSR_EFER 0xc0000080
#define MSR_FS_BASE 0xc0000100
#define MSR_GS_BASE 0xc0000101

extern u64 next_result, pmis, debug_traps;
extern const u64 *position;

void result(u64 value);
int step(const u64 *op);
int step_at(void);
void carry_on(void);
void interpret(void);
void enter_l2(u64 debugctl, u64 load);
u64 vmread(u64 field);
void start_interrupts(void);

/* traps.S: 1 where the instruction faults. */
u64 try_rdmsr(u64 msr, u64 *value);
u64 try_wrmsr(u64 msr, u64 value);
u64 try_xsaves(void *area, u64 mask);
u64 try_xrstors(void *area, u64 mask);

static inline u64 read_msr(u64 msr)
{
	u64 value = 0;

	try_rdmsr(msr, &value);
	return value;
}

static inline void write_msr(u64 msr, u64 value)
{
	try_wrmsr(msr, value);
}

#endif
