/**
 * What the CPU of the register world does, line by line against a reading of Intel's manual (edition 077, volumes 1 and
 * 3). Each line names the section and says in our words what it says.
 */
import { expect, test } from 'vitest';
import {
  LBREN,
  lbrCtlAfterDb,
  recordArch,
  writeDepth,
  xrstors,
  xsaves,
} from '../../../src/spec/model/register/cpu/arch-lbr.ts';
import { debugctlAfterDb, recordLegacy } from '../../../src/spec/model/register/cpu/legacy-lbr.ts';
import type { CpuRegisters } from '../../../src/spec/model/register/cpu/registers.ts';
import { vmEntry, vmExit, xsavesExits, type Vmcs } from '../../../src/spec/model/register/cpu/vmx.ts';
import { hostOf } from '../../../src/spec/model/register/host.ts';
import { DEBUGCTL, MSR, XFEATURE_LBR } from '../../../src/spec/model/register/msr.ts';

const LEGACY = hostOf({ depth: 4 });
const ARCH = hostOf({ lbr: 'arch', depth: 8 });

const cpuOf = (registers: Partial<CpuRegisters> = {}): CpuRegisters => ({
  debugctl: 0n,
  lbrCtl: 0n,
  xss: 0n,
  lbrMsrs: new Map(),
  ...registers,
});

const vmcsOf = (fields: Partial<Vmcs> = {}): Vmcs => ({
  debugctl: 0n,
  lbrCtl: 0n,
  loadLbrCtl: false,
  clearLbrCtl: false,
  xssExiting: 0n,
  ...fields,
});

/** A CPU with Arch LBR whose records 0 and 1 hold these addresses. */
const withRecords = (first: bigint, second: bigint, registers: Partial<CpuRegisters> = {}): CpuRegisters =>
  cpuOf({
    ...registers,
    lbrMsrs: new Map([
      [ARCH.from, first],
      [ARCH.from + 1, second],
    ]),
  });

test('LBR Stack: TOS goes up by one, modulo the depth, before the record is stored', () => {
  const cpu = cpuOf({ debugctl: DEBUGCTL.LBR, lbrMsrs: new Map([[MSR.LBR_TOS, 3n]]) });
  recordLegacy(cpu, LEGACY, 0x1000n, 0x2000n);
  expect([cpu.lbrMsrs.get(MSR.LBR_TOS), cpu.lbrMsrs.get(LEGACY.from)]).toEqual([0n, 0x1000n]);
});

test('IA32_DEBUGCTL: a CPU with legacy LBR records where bit 0 is set and nowhere else', () => {
  const cpu = cpuOf({ debugctl: DEBUGCTL.BTF | DEBUGCTL.FREEZE_LBRS_ON_PMI, lbrCtl: LBREN });
  recordLegacy(cpu, LEGACY, 0x1000n, 0x2000n);
  expect(cpu.lbrMsrs.size).toBe(0);
});

test('Monitoring Branches, Exceptions, and Interrupts: a #DB clears LBR and BTF and leaves the rest', () => {
  const bits = DEBUGCTL.LBR | DEBUGCTL.BTF | DEBUGCTL.FREEZE_LBRS_ON_PMI;
  expect(debugctlAfterDb(bits)).toBe(DEBUGCTL.FREEZE_LBRS_ON_PMI);
});

test('Architectural LBR: recording shifts, entry 0 is the newest, and DEBUGCTL.LBR has no effect', () => {
  const cpu = withRecords(0xan, 0xbn, { lbrCtl: LBREN });
  recordArch(cpu, ARCH, 0x1000n, 0x2000n);
  expect([0, 1, 2].map((i) => cpu.lbrMsrs.get(ARCH.from + i))).toEqual([0x1000n, 0xan, 0xbn]);
  const off = cpuOf({ debugctl: DEBUGCTL.LBR });
  recordArch(off, ARCH, 0x1000n, 0x2000n);
  expect(off.lbrMsrs.size).toBe(0);
});

test('LBR Depth: any accepted write zeroes the records and leaves LBR_CTL', () => {
  const cpu = withRecords(0xan, 0xbn, { lbrCtl: LBREN });
  writeDepth(cpu, ARCH);
  expect([...cpu.lbrMsrs.values()].every((value) => value === 0n)).toBe(true);
  expect(cpu.lbrCtl).toBe(LBREN);
});

test('Debug Exceptions: a #DB clears LBREn and leaves the filter', () => {
  expect(lbrCtlAfterDb(0x7f0003n)).toBe(0x7f0002n);
});

test('Operation of XSAVES: a component that IA32_XSS lacks is not stored, without a fault', () => {
  expect(xsaves(withRecords(0xan, 0xbn), ARCH)).toBeUndefined();
});

test('LBR State: XSAVES stores LBR_CTL, DEPTH and the records that the CPU has, recording or not', () => {
  const image = xsaves(withRecords(0xan, 0xbn, { xss: XFEATURE_LBR, lbrCtl: 0x7f0003n }), ARCH);
  expect(image).toMatchObject({ depth: 8n, ctl: 0x7f0003n });
  expect([image?.records.get(ARCH.from), image?.records.get(ARCH.from + 1)]).toEqual([0xan, 0xbn]);
});

test('Operation of XRSTORS: an image with a component that XCR0 | IA32_XSS lacks faults and loads nothing', () => {
  const image = xsaves(withRecords(0xan, 0xbn, { xss: XFEATURE_LBR }), ARCH);
  const cpu = withRecords(0xcn, 0xdn);
  expect(xrstors(cpu, ARCH, image)).toBe('#GP');
  expect(cpu.lbrMsrs.get(ARCH.from)).toBe(0xcn);
});

test('LBR State: XRSTORS with the bit clear in the header zeroes LBR_CTL and the records', () => {
  const cpu = withRecords(0xan, 0xbn, { xss: XFEATURE_LBR, lbrCtl: LBREN });
  expect(xrstors(cpu, ARCH, undefined)).toBe('ok');
  expect([cpu.lbrCtl, cpu.lbrMsrs.get(ARCH.from)]).toEqual([0n, 0n]);
});

test('LBR State: an image of another depth loads LBR_CTL and zeroes the records, without a fault', () => {
  const image = xsaves(withRecords(0xan, 0xbn, { xss: XFEATURE_LBR, lbrCtl: LBREN }), ARCH);
  const cpu = withRecords(0xcn, 0xdn, { xss: XFEATURE_LBR });
  expect(xrstors(cpu, ARCH, image && { ...image, depth: 16n })).toBe('ok');
  expect([cpu.lbrCtl, cpu.lbrMsrs.get(ARCH.from), cpu.lbrMsrs.get(ARCH.from + 1)]).toEqual([LBREN, 0n, 0n]);
});

test('Loading Guest State: VM-entry loads DEBUGCTL; LBR_CTL stays the host’s without its control', () => {
  const cpu = cpuOf({ debugctl: DEBUGCTL.LBR, lbrCtl: 0x7f0003n });
  vmEntry(cpu, vmcsOf({ lbrCtl: 1n }));
  expect([cpu.debugctl, cpu.lbrCtl]).toEqual([0n, 0x7f0003n]);
  vmEntry(cpu, vmcsOf({ lbrCtl: 1n, loadLbrCtl: true }));
  expect(cpu.lbrCtl).toBe(1n);
});

test('Guest-state list: records, LBR_SELECT and TOS are the same registers on both sides', () => {
  const cpu = withRecords(0xan, 0xbn);
  vmEntry(cpu, vmcsOf());
  vmExit(cpu, vmcsOf(), true);
  expect(cpu.lbrMsrs.get(ARCH.from)).toBe(0xan);
});

test('Loading Host State: VM-exit saves DEBUGCTL and zeroes it', () => {
  const vmcs = vmcsOf();
  const cpu = cpuOf({ debugctl: DEBUGCTL.LBR | DEBUGCTL.FREEZE_IN_SMM });
  vmExit(cpu, vmcs, false);
  expect([vmcs.debugctl, cpu.debugctl]).toEqual([DEBUGCTL.LBR | DEBUGCTL.FREEZE_IN_SMM, 0n]);
});

test('Saving Control Registers: the LBR_CTL field is written at every exit of a CPU that has a control, set or not', () => {
  const vmcs = vmcsOf({ lbrCtl: 1n });
  const cpu = cpuOf({ lbrCtl: 0x7f0003n });
  vmExit(cpu, vmcs, true);
  expect([vmcs.lbrCtl, cpu.lbrCtl]).toEqual([0x7f0003n, 0x7f0003n]);
  const without = vmcsOf({ lbrCtl: 1n });
  vmExit(cpu, without, false);
  expect(without.lbrCtl).toBe(1n);
});

test('LBR chapter, VMX: with the clear control the exit clears LBR_CTL after it has saved it', () => {
  const vmcs = vmcsOf({ loadLbrCtl: true, clearLbrCtl: true });
  const cpu = cpuOf({ lbrCtl: 3n });
  vmExit(cpu, vmcs, true);
  expect([vmcs.lbrCtl, cpu.lbrCtl]).toEqual([3n, 0n]);
});

test('VMX Non-Root Operation: XSAVES exits where IA32_XSS and the XSS-exiting bitmap both have the bit', () => {
  const both = { cpu: cpuOf({ xss: XFEATURE_LBR }), vmcs: vmcsOf({ xssExiting: XFEATURE_LBR }) };
  expect(xsavesExits(both.cpu, both.vmcs)).toBe(true);
  expect(xsavesExits(cpuOf(), both.vmcs)).toBe(false);
  expect(xsavesExits(both.cpu, vmcsOf())).toBe(false);
});
