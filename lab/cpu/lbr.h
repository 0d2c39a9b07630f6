// Last branch records, model-specific and architectural.
#pragma once
#include "state.h"

namespace lab {

// Kinds of branches, numbered as the bits of MSR_LBR_SELECT.
enum Kind : unsigned { kJcc = 2, kRelCall = 3, kIndCall = 4, kRet = 5, kIndJmp = 6, kRelJmp = 7, kFar = 8 };

// Records a taken branch as the filters say. cpl: after the branch.
void record(Cpu &c, unsigned kind, u64 from, u64 to, unsigned cpl);
// Slot of the n-th newest record.
unsigned slot_of(const Cpu &c, unsigned n);
unsigned depth(const Cpu &c);
// Who owns a register.
Tag &tag_of(Cpu &c, Cell cell, unsigned slot);
void set_tag(Cpu &c, Cell cell, unsigned slot, const Tag &tag);
void clear_records(Cpu &c);
// The event delivered now: the last branch before it becomes the last exception record.
void last_event(Cpu &c);

} // namespace lab
