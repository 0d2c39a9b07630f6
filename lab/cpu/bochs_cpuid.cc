// CPUID of the model.
#include "bochs_glue.h"

#include "cpu/cpuid.h"
#include "server.h"

using namespace lab;

void lab_cpuid(unsigned, Bit32u leaf, Bit32u subleaf, cpuid_function_t *out)
{
  server_configure();
  switch (leaf) {
  case 0:
    if (model.architectural && out->eax < 0x1c) out->eax = 0x1c;
    if (out->eax < 0xa) out->eax = 0xa;
    break;
  case 1:
    out->eax = model.signature;
    if (model.caps != 0) out->ecx |= 1u << 15; // PDCM
    else out->ecx &= ~(1u << 15);
    break;
  case 7:
    if (subleaf != 0) break;
    if (model.architectural) out->edx |= 1u << 19;
    else out->edx &= ~(1u << 19);
    break;
  case 0xa:
    // "Architectural Performance Monitoring Version 1" and on: version, general counters, their width, length of the event mask
    out->eax = model.perfmon | model.general << 8 | kCounterWidth << 16 | 7u << 24;
    out->ebx = 0;
    out->ecx = model.perfmon >= 5 ? (1u << model.fixed) - 1 : 0;
    out->edx = model.fixed | kCounterWidth << 5 | (model.perfmon >= 5 ? 1u << 15 : 0);
    break;
  case 0x1c:
    if (!model.architectural) break;
    // depths in units of 8, deep C-state reset; filters and call stack; mispredict, timed, branch type
    out->eax = ((1u << (model.records / 8)) - 1) | 1u << 30;
    out->ebx = 7;
    out->ecx = 7;
    out->edx = 0;
    break;
  default: break;
  }
}
