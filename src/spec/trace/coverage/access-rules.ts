import type { TraceRule } from './trace-rule.ts';

const NEEDS = ['kvm:kvm_msr', 'msr:read_msr', 'msr:write_msr', 'latency flags', 'CPU column'] as const;
const READ = 'no trapped LBR MSR read is in the trace';
const WRITE = 'no trapped LBR MSR write is in the trace';
const OWNER =
  'who owns the LBRs, but where perf has host recording turned on; an access that reaches the register otherwise cannot be told';

const rule = (id: string, title: string, silent: string, shows: string, hides: string): TraceRule => ({
  id,
  title,
  needs: NEEDS,
  helps: ['kvm:kvm_entry', 'kvm:kvm_exit', 'sched:sched_switch'],
  shows,
  hides,
  silent,
});

/** Rules about the LBR MSR accesses that KVM makes for a guest, and about whose value it gets. */
export const ACCESS_RULES: readonly TraceRule[] = [
  rule(
    'LBR-MSR-1',
    'Who does not own the LBRs reads 0',
    READ,
    'KVM reads the register and reports its value, not 0, while perf has host recording on',
    OWNER,
  ),
  rule(
    'LBR-MSR-2',
    'Who does not own the LBRs writes nothing',
    WRITE,
    'KVM writes the register for its guest while perf has host recording on',
    OWNER,
  ),
  rule(
    'LBR-MSR-24',
    'A value that the CPU refuses faults',
    'no WRMSR of KVM that gets #GP is in the trace',
    'write_msr of KVM with #GP, and kvm_msr: msr_write of the same value without (#GP)',
    'a plain WRMSR does not show its #GP; guest writes that pass through',
  ),
  rule(
    'LBR-MSR-29',
    'A guest never reads a record of the host',
    READ,
    'VM-entries and VM-exits are recorded, a line shows a record MSR written, no guest has run on the CPU since, and the guest gets another value',
    'who left a value in a record, in every other case',
  ),
  rule(
    'LBR-ISO-1',
    'No host record reaches a guest',
    READ,
    'the same as for LBR-MSR-29',
    'who left a value in a record, in every other case; reads that pass through',
  ),
  rule(
    'LBR-ISO-2',
    "The host's LBR_SELECT does not reach a guest",
    'no trapped read of LBR_SELECT is in the trace',
    'VM-entries and VM-exits are recorded, an interrupt handler writes LBR_SELECT, no guest runs on the CPU, and the guest reads that value',
    'who left a value in LBR_SELECT, in every other case; reads that pass through',
  ),
  rule(
    'LBR-ARCH-4',
    'Only an owner resets records by LBR_DEPTH',
    'no trapped write of DEPTH is in the trace',
    'KVM writes LBR_DEPTH for its guest while perf has LBR_CTL.LBREn of the host set',
    OWNER,
  ),
  rule(
    'LBR-ARCH-26',
    'DEPTH and the records belong to the owner',
    'no trapped access to DEPTH or a record of Arch LBR is in the trace',
    'KVM reads or writes DEPTH or a record for its guest while perf has LBR_CTL.LBREn of the host set',
    OWNER,
  ),
];
