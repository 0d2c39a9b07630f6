// The judge: who executed each record, through saves and restores, and who reads it.
#pragma once
#include "state.h"
#include <string>

namespace lab {

// A register gets a value by WRMSR (or an MSR list): whose it is.
void judge_write(Cpu &c, Cell cell, unsigned slot, u64 value);
// The host, or an MSR list of an exit, read a register: it may write the value back later.
void judge_saved(Cpu &c, Cell cell, unsigned slot, u64 value);
// XSAVES writes a register to memory, XRSTORS loads it: known by the address.
void judge_save(Cpu &c, Cell cell, unsigned slot, u64 value, u64 address);
void judge_restore(Cpu &c, Cell cell, unsigned slot, u64 value, u64 address);
// An instruction of a guest, or the host on behalf of a guest, read a register. Reports a foreign one. via: rdmsr, xsaves, emulated
void judge_read(Cpu &c, Cell cell, unsigned slot, u64 value, const Tag &reader, const char *via);

// Which guest a VMCS belongs to. mark: the number that the CPU keeps in the VMCS region, 0 where it is new; the new one is returned.
u32 vmcs_entered(Cpu &c, u32 mark);
// The agent's marks.
void name_task(u64 task, const std::string &name);
void name_vm(u64 task, const std::string &name);
void forget_vm(const std::string &name);
// The guest of a VMCS, and its level.
u32 vm_of(u32 mark);
u8 level_of(u32 mark);

std::string vm_name(u32 vm);
std::string task_name(u64 task);
std::string owner_name(const Tag &tag);
u64 findings();

} // namespace lab
