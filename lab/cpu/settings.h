// The open points of the manual and the faults that can be put into the CPU (settings.json), and the CPU models (models.json).
// settings.gen.h is written from the two by lab/emulator/generate.ts.
#pragma once
#include "types.h"

namespace lab {

struct Model {
  const char *name;
  u32 signature;      // CPUID.1:EAX
  u64 caps;           // IA32_PERF_CAPABILITIES
  unsigned records;   // depth of the stack; with architectural LBRs the largest one
  bool info_msrs;     // there are MSR_LBR_INFO_x
  bool select;        // there is MSR_LBR_SELECT
  bool call_stack;    // it has call-stack mode
  bool architectural; // architectural LBRs instead of model-specific ones
  unsigned perfmon;   // version of architectural performance monitoring
  unsigned general;   // general counters
  unsigned fixed;     // fixed counters
  bool from_signext;  // WRMSR of FROM faults unless bits 62:61 agree with bit 47
  bool uncore_pmi;    // DEBUGCTL bit 13 exists
  bool rtm;           // DEBUGCTL bit 15 exists
};

} // namespace lab

#include "settings.gen.h"

namespace lab {

extern Settings settings;
extern Model model;

// Sets one setting by its name. Returns false where there is no such setting or value.
bool set_setting(const char *name, const char *value);
// Chooses the CPU model. Returns false where there is none of that name.
bool set_model(const char *name);

} // namespace lab
