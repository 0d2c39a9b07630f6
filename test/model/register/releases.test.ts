import { describe, expect, test } from 'vitest';
import { designNames, type DesignName } from '../../../src/spec/designs/index.ts';
import { parseDocument } from '../../../src/spec/scenario/parse.ts';
import { replayRegister } from '../../../src/spec/scenario/replay-register.ts';

/** What the source of each release says, where releases differ; the function that was read stands with each case. */
function run(design: string, steps: readonly object[], host: object = {}): string[] {
  const lines = replayRegister(parseDocument({ design, host, steps }));
  return lines.map(({ result, value }) => (value === undefined ? result : `${result} ${value}`));
}

const last = (...args: Parameters<typeof run>): string | undefined => run(...args).at(-1);
const rd = (msr: string) => ({ op: 'guest.rdmsr', msr });
const wr = (msr: string, value: string) => ({ op: 'guest.wrmsr', msr, value });
const get = (msr: string) => ({ op: 'vmm.get_msr', msr });
const set = (msr: string, value: string) => ({ op: 'vmm.set_msr', msr, value });
const cpuid = (fields: object = {}) => ({ op: 'vmm.set_cpuid', ...fields });

/** Expectations for the four releases, in their order. */
const RELEASES = ['v5.12', 'v6.2', 'v6.12', 'v7.3'] as const satisfies readonly DesignName[];
const each = (...expected: readonly [string, string, string, string]) =>
  RELEASES.map((design, index) => [design, expected[index]] as const);

describe('kvm_get_msr_common(), kvm_set_msr_common(): guest_cpuid_has() up to 6.12, guest_cpu_cap_has() in 7.3', () => {
  test.each(each('ok 0x2000', 'ok 0x2000', 'ok 0x2000', '#GP'))(
    '%s: PERF_CAPABILITIES of a guest with PDCM on a host without gives %s',
    (design, expected) => {
      expect(last(design, [cpuid(), rd('0x345')], { pdcm: false, perfCapabilities: '0x0' })).toBe(expected);
    },
  );
  test.each(each('ok 0x2005', 'ok 0x0', 'ok 0x0', '#GP'))(
    '%s: the same with enable_pmu=0, which v5.12 does not have, gives %s',
    (design, expected) => {
      expect(last(design, [cpuid(), rd('0x345')], { enablePmu: false })).toBe(expected);
    },
  );
});

describe('vmx_set_msr(): PERF_CAPABILITIES', () => {
  const PEBS = { pebsEpt: true, perfCapabilities: '0x24c5' };
  test.each(each('refused', 'ok 0x24c5', 'ok 0x24c5', 'ok 0x24c5'))(
    '%s: PEBS as it is offered gives %s',
    (design, expected) => {
      expect(last(design, [cpuid(), set('0x345', '0x24c5')], PEBS)).toBe(expected);
    },
  );
  test('PEBS_FMT without the PEBS fields beside it is refused, the fields without PEBS_FMT are not', () => {
    for (const design of ['v6.2', 'v6.12', 'v7.3']) {
      expect(last(design, [cpuid(), set('0x345', '0x2405')], PEBS), design).toBe('refused');
      expect(last(design, [cpuid(), set('0x345', '0x20c5')], PEBS), design).toBe('ok 0x20c5');
    }
  });
  test('PEBS needs the model of the host', () => {
    expect(last('v7.3', [cpuid({ model: 1 }), set('0x345', '0x24c0')], PEBS)).toBe('refused');
  });
});

describe('kvm_do_msr_access(): ignore_msrs applies to what is unsupported, not to what is invalid', () => {
  test.each(each('#GP', '#GP', '#GP', 'ok 0x0'))('%s: RDMSR of 0x345 without PDCM gives %s', (design, expected) => {
    expect(last(design, [cpuid({ pdcm: false }), rd('0x345')], { ignoreMsrs: true })).toBe(expected);
  });
  test('LBR MSRs of a vCPU without LBR are ignored in every release, a wrong DEBUGCTL in none', () => {
    for (const design of RELEASES) {
      const off = [cpuid({ pdcm: false }), wr('0x1c8', '0x1'), rd('0x1c8'), wr('0x1d9', '0x40')];
      expect(run(design, off, { ignoreMsrs: true }).slice(1), design).toEqual(['ok 0x0', 'ok 0x0', '#GP']);
    }
  });
});

describe('x86_perf_get_lbr(): INFO MSRs', () => {
  test.each(each('#GP', '#GP', 'ok 0x0', 'ok 0x0'))('%s: INFO on a host of LBR_FMT 7 gives %s', (design, expected) => {
    expect(last(design, [rd('0xdc0')], { lbrFmt: 7, model: 122 })).toBe(expected);
  });
});

describe('kvm_pmu_refresh(): kvm_pmu_reset() comes first in 6.12, not in 6.1', () => {
  test.each([
    ['v5.12', 'ok 0x5'],
    ['v6.2', 'ok 0x5'],
    ['coexist-2023', 'ok 0x5'],
    ['v6.12', 'ok 0x0'],
    ['v7.3', 'ok 0x0'],
  ])('%s: what the VMM wrote before a new CPUID reads %s', (design, expected) => {
    const steps = [cpuid(), set('0x680', '0x5'), cpuid({ rtm: true }), get('0x680')];
    expect(last(design, steps)).toBe(expected);
  });
});

describe('kvm_can_set_cpuid_and_feature_msrs(): not in L2, in 7.3', () => {
  const steps = [
    cpuid(),
    set('0x345', '0x2000'),
    { op: 'guest.vmenter_l2' },
    { op: 'vmm.save' },
    { op: 'vmm.restore' },
    rd('0x345'),
  ];
  test.each(each('ok 0x2000', 'ok 0x2000', 'ok 0x2000', 'ok 0x2005'))(
    '%s: a vCPU in L2 whose VMM took LBR away reads after a restore %s',
    (design, expected) => {
      expect(run(design, steps)[4]).toBe(design === 'v7.3' ? 'refused' : 'ok');
      expect(last(design, steps)).toBe(expected);
    },
  );
});

test('KVM_X86_QUIRK_STUFF_FEATURE_MSRS is in 6.12.117 and in 7.3', () => {
  const off = { op: 'vmm.disable_stuffed_msrs' };
  expect(designNames.filter((design) => run(design, [off])[0] === 'ok')).toEqual([
    'v6.12',
    'v7.3',
    'v7.3-mediated',
    'mediated-lbr',
    'request',
    'contract',
  ]);
});

test('kvm_vm_ioctl_enable_cap(): without a vPMU there is none to take away', () => {
  expect(run('v7.3', [{ op: 'vmm.disable_pmu' }], { enablePmu: false })).toEqual(['refused']);
});

test('kvm_vcpu_reset(): INIT in L2 leaves nested mode as an exit does, with DEBUGCTL 0', () => {
  const steps = [wr('0x1d9', '0x1'), { op: 'guest.vmenter_l2' }, { op: 'vmm.init' }, rd('0x1d9')];
  expect(last('v7.3', steps)).toBe('ok 0x0');
});

test('vmx_set_msr(): what the VMM sets is in hardware although the guest could not set it', () => {
  const steps = [set('0x1d9', '0x5'), cpuid({ pdcm: false }), { op: 'cpu.guest_debugctl' }, rd('0x1d9')];
  expect(run('v7.3', steps).slice(2)).toEqual(['ok 0x5', 'ok 0x5']);
  expect(run('contract', steps).slice(2)).toEqual(['ok 0x0', 'ok 0x0']);
});
