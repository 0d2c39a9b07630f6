import { describe, expect, test, type TestContext } from 'vitest';
import { seriesByName } from '../../ground-truth/differential/kernels.ts';
import { MUTANTS } from '../../ground-truth/differential/mutants.ts';
import { differentialRun } from '../../ground-truth/differential/run.ts';
import { buildHarness, runScenarios, Unavailable, type Kernel } from '../../ground-truth/harness-run.ts';
import { registerRun } from '../../ground-truth/register/run.ts';
import { reviewedSeries } from './kernel.ts';
import { cannotRun, judge, needsKernel } from './report.ts';

const built = new Map<string, Kernel>();

/** The harness for a tree, built once; skips the test where a tool is missing, and says why. */
function harness(context: TestContext, tree: string): Kernel {
  try {
    const kernel = built.get(tree) ?? buildHarness(tree);
    built.set(tree, kernel);
    return kernel;
  } catch (error) {
    if (error instanceof Unavailable) return cannotRun(context, error.message);
    throw error;
  }
}

describe.each(reviewedSeries)("the kernel's own code, %s", (series) => {
  test('takes the same steps as the model', async (context) => {
    const kernel = needsKernel(context, series);
    const own = harness(context, kernel.tree);
    const { mismatches, sequences } = await differentialRun(own, seriesByName(series), {
      sequences: 500,
      steps: 30,
      seed: 3,
      limit: 1,
    });
    const wrong = mismatches.map(({ steps, differences }) => JSON.stringify({ steps, differences }));
    judge(context, kernel, wrong);
    if (wrong.length === 0) expect(sequences).toBe(500);
  });

  test("gives in KVM's own MSR code what the register world says", async (context) => {
    const kernel = needsKernel(context, series);
    const own = harness(context, kernel.tree);
    const options = { sequences: 500, steps: 30, seed: 3, limit: 1 };
    const { mismatches, sequences } = await registerRun(own, seriesByName(series).register, options);
    const wrong = mismatches.map(({ steps, model, code }) => `${steps.join('; ')}: model ${model}, code ${code}`);
    judge(context, kernel, wrong);
    if (wrong.length === 0) expect(sequences).toBe(500);
  });
});

describe('the harness', () => {
  const series = seriesByName('6.12');
  const own = (context: TestContext): Kernel => harness(context, needsKernel(context, series.source).tree);

  test('tells a model with the guest mask turned wrong', async (context) => {
    const mutant = MUTANTS.find(({ name }) => name.startsWith('guest mask: stays'));
    expect(mutant).toBeDefined();
    const options = { sequences: 10_000, steps: 30, seed: 3, limit: 1, shrink: false, ...(mutant && { mutant }) };
    const { mismatches } = await differentialRun(own(context), series, options);
    expect(mismatches.length).toBe(1);
  });

  test('tells a model in which KVM clamps the PMU version', async (context) => {
    const settings = { ...series.register.settings, vcpuPmuVersion: 'clamped' } as const;
    const options = { sequences: 10_000, steps: 30, seed: 3, limit: 1 };
    const { mismatches } = await registerRun(own(context), { ...series.register, settings }, options);
    expect(mismatches.length).toBe(1);
  });

  test('releases the guest LBR event after a task switch with recording off, and not with it on', async (context) => {
    const debugctl = { op: 'kvm.set', task: 'a', msr: 0x1d9 };
    const away = [{ op: 'switch', task: 'p' }, { op: 'switch', task: 'a' }, { op: 'kvm.requests' }];
    const start = [{ op: 'switch', task: 'a' }, { op: 'kvm.enter_run' }, { ...debugctl, value: 1 }];
    const [kept, released] = await runScenarios(own(context), 'skylake', [
      [...start, ...away],
      [...start, { ...debugctl, value: 0 }, ...away],
    ]);
    expect(kept.at(-1)?.tasks['a'].vlbr).toBe('active+');
    expect(released.at(-1)?.tasks['a'].vlbr).toBe('');
  });

  test('lets vLBR and a CPU-pinned host event be active at once, and mutes the host', async (context) => {
    const [states] = await runScenarios(own(context), 'skylake', [
      [{ op: 'open', event: 0, kind: 'cpu-pinned', filter: 'A' }, { op: 'switch', task: 'a' }, { op: 'vlbr.create' }],
    ]);
    const last = states[states.length - 1];
    expect(last.events[0]).toBe('active');
    expect(last.tasks['a'].vlbr).toBe('active');
    expect(last.guestMask).toBe(1);
    expect(parseInt(last.debugctl, 16) & 1).toBe(0);
  });
});
