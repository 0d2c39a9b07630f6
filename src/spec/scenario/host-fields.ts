import { areRecordMsrs, hex, hostOf, PERF_CAP, type Host } from '../model/register/index.ts';
import { boolean, integer, oneOf, parseFields, value64 } from './field.ts';
import { ScenarioError } from './problem.ts';

/** The fields of `host`. What is missing has the default of the flavour: an Ice Lake or a Sapphire Rapids server. */
export const hostFields = {
  lbr: oneOf('which kind of LBR the CPU has; default legacy', ['legacy', 'arch', 'none']),
  lbrFmt: integer('LBR_FMT in PERF_CAPABILITIES; default 5, 0x3f on Arch LBR', 0x3f),
  depth: integer('records that the CPU has; default 32', 64),
  perfDepth: integer('records that perf uses, 0 where its probe failed; default depth', 64),
  from: integer('first FROM MSR; default 0x680, 0x1500 on Arch LBR', 0xffff_ffff),
  to: integer('first TO MSR; default 0x6c0, 0x1600 on Arch LBR', 0xffff_ffff),
  info: integer('first INFO MSR, 0 for none; default 0xdc0, 0x1200 on Arch LBR', 0xffff_ffff),
  sharedSelect: boolean('the hyper-threads of a core share LBR_SELECT; default false'),
  callstack: boolean('call-stack mode; CPUID 0x1C EBX[2] on Arch LBR; default true'),
  cplFilter: boolean('CPUID 0x1C EBX[0]; default true on Arch LBR'),
  branchFilter: boolean('CPUID 0x1C EBX[1]; default true on Arch LBR'),
  xsavesLbr: boolean('XSAVES has state component 15; default true on Arch LBR'),
  lbrCtlControls: boolean('VMX has "load IA32_LBR_CTL" and "clear IA32_LBR_CTL"; default true on Arch LBR'),
  pdcm: boolean('CPUID.1:ECX.PDCM of the host; default true'),
  perfCapabilities: value64('PERF_CAPABILITIES of the host; default lbrFmt and full-width writes'),
  pebsEpt: boolean('PEBS records go through EPT; default false'),
  model: integer('CPU model; default 106, 143 on Arch LBR', 0xff),
  rtm: boolean('the host has RTM; default true'),
  busLockDetect: boolean('the host has bus-lock detection; default true'),
  freezeInSmm: boolean('DEBUGCTL.FREEZE_IN_SMM of the host; default false'),
  enablePmu: boolean('kvm.enable_pmu; default true'),
  mediatedPmu: boolean('kvm_intel.enable_mediated_pmu; default false, true for the design v7.3-mediated'),
  hybrid: boolean('the host has P and E cores; default false'),
  ignoreMsrs: boolean('kvm.ignore_msrs; default false'),
};

/** Reads a `host` object, every field optional. Throws a ScenarioError for unknown fields and impossible hosts. */
export function parseHost(value: unknown, path: string): Host {
  const fields = parseFields(hostFields, value, path);
  const { perfCapabilities, lbrFmt, depth, perfDepth } = fields;
  if (
    perfCapabilities !== undefined &&
    lbrFmt !== undefined &&
    lbrFmt !== Number(perfCapabilities & PERF_CAP.LBR_FMT)
  ) {
    throw new ScenarioError(
      `${path}.lbrFmt`,
      `found ${lbrFmt}, but perfCapabilities says LBR_FMT ${perfCapabilities & PERF_CAP.LBR_FMT}`,
    );
  }
  const host = hostOf(fields);
  if (host.lbr === 'none') return host;
  if (perfDepth !== undefined && perfDepth > host.depth) {
    throw new ScenarioError(`${path}.perfDepth`, `found ${perfDepth}, expected at most the depth, ${host.depth}`);
  }
  const depths = DEPTHS[host.lbr];
  if (depth !== undefined && !depths.includes(depth)) {
    throw new ScenarioError(`${path}.depth`, `found ${depth}, expected ${depths.join(', ')} on ${WHAT[host.lbr]}`);
  }
  for (const name of ['from', 'to', 'info'] as const) {
    const first = host[name];
    if (first === 0 && name === 'info') continue;
    if (!areRecordMsrs(first, host.depth)) {
      throw new ScenarioError(`${path}.${name}`, `found ${hex(first)}; no CPU has ${host.depth} records there`);
    }
  }
  return host;
}

/** What a CPU of each kind can have: a power of two for TOS, a multiple of 8 in CPUID 0x1C. */
const DEPTHS: Readonly<Record<'legacy' | 'arch', readonly number[]>> = {
  legacy: [4, 8, 16, 32],
  arch: [8, 16, 24, 32, 40, 48, 56, 64],
};

const WHAT: Readonly<Record<'legacy' | 'arch', string>> = {
  legacy: 'a host with legacy LBR',
  arch: 'a host with Arch LBR',
};
