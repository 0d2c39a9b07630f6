import { describe, expect, it } from 'vitest';
import { SERIES } from '../../ground-truth/differential/kernels.ts';
import { MUTANTS } from '../../ground-truth/differential/mutants.ts';
import { differentialRun } from '../../ground-truth/differential/run.ts';
import { registerRun } from '../../ground-truth/register/run.ts';
import { buildHarness, runScenarios, Unavailable, type Kernel } from '../../ground-truth/harness-run.ts';

const series = SERIES[1];

/** The harness for the newest stable series, or undefined where it can't be had; says why. */
function kernelOrSkip(): Kernel | undefined {
  try {
    return buildHarness(series.source);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`ground truth is skipped: ${error.message}`);
    return undefined;
  }
}

const kernel = kernelOrSkip();

describe.skipIf(kernel === undefined)("the kernel's own code", () => {
  const own = kernel as Kernel;

  it('takes the same steps as the model', { timeout: 120_000 }, async () => {
    const run = await differentialRun(own, series, { sequences: 500, steps: 30, seed: 3, limit: 1 });
    expect(run.mismatches).toEqual([]);
    expect(run.sequences).toBe(500);
  });

  it('tells a model with the guest mask turned wrong', { timeout: 120_000 }, async () => {
    const mutant = MUTANTS.find(({ name }) => name.startsWith('guest mask: stays'));
    expect(mutant).toBeDefined();
    const options = { sequences: 10_000, steps: 30, seed: 3, limit: 1, shrink: false, ...(mutant && { mutant }) };
    const run = await differentialRun(own, series, options);
    expect(run.mismatches.length).toBe(1);
  });

  it("gives in KVM's own MSR code what the register world says", { timeout: 120_000 }, async () => {
    const run = await registerRun(own, series.register, { sequences: 500, steps: 30, seed: 3, limit: 1 });
    expect(run.mismatches).toEqual([]);
    expect(run.sequences).toBe(500);
  });

  it('tells a model in which KVM clamps the PMU version', { timeout: 120_000 }, async () => {
    const settings = { ...series.register.settings, vcpuPmuVersion: 'clamped' } as const;
    const options = { sequences: 10_000, steps: 30, seed: 3, limit: 1 };
    const run = await registerRun(own, { ...series.register, settings }, options);
    expect(run.mismatches.length).toBe(1);
  });

  it('releases the guest LBR event after a task switch with recording off, and not with it on', async () => {
    const debugctl = { op: 'kvm.set', task: 'a', msr: 0x1d9 };
    const away = [{ op: 'switch', task: 'p' }, { op: 'switch', task: 'a' }, { op: 'kvm.requests' }];
    const start = [{ op: 'switch', task: 'a' }, { op: 'kvm.enter_run' }, { ...debugctl, value: 1 }];
    const [kept, released] = await runScenarios(own, 'skylake', [
      [...start, ...away],
      [...start, { ...debugctl, value: 0 }, ...away],
    ]);
    expect(kept.at(-1)?.tasks['a'].vlbr).toBe('active+');
    expect(released.at(-1)?.tasks['a'].vlbr).toBe('');
  });

  it('lets vLBR and a CPU-pinned host event be active at once, and mutes the host', async () => {
    const [states] = await runScenarios(own, 'skylake', [
      [{ op: 'open', event: 0, kind: 'cpu-pinned', filter: 'A' }, { op: 'switch', task: 'a' }, { op: 'vlbr.create' }],
    ]);
    const last = states[states.length - 1];
    expect(last.events[0]).toBe('active');
    expect(last.tasks['a'].vlbr).toBe('active');
    expect(last.guestMask).toBe(1);
    expect(parseInt(last.debugctl, 16) & 1).toBe(0);
  });
});
