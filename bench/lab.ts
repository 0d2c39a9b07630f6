// `npm run bench -- lab`: boot, instructions per second, scenarios and injections per second from the snapshot.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cpuModel } from '../lab/emulator/models.ts';
import { openKernel, prepareParts, prepareSymbols } from '../lab/emulator/setup.ts';
import { startMachine } from '../lab/machine/machine.ts';
import { Lacking } from '../lab/machine/unpack.ts';

const USAGE = `npm run bench -- lab [--kernel NAME] [--cpu NAME] [--runs N] [--scenarios N] [--json]
Boots a kernel on the emulated CPU N times (default 5) and prints medians: time to the agent's first step, instructions
per CPU second (with LBRs recording, recording without tags, and off), short scenarios per second from the snapshot,
injections per second of one sweep, fork and reap of both at the median and p99, dirty pages, and the same scenarios with
the whole memory copied.`;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    kernel: { type: 'string', default: '6.12' },
    cpu: { type: 'string', default: 'skylake' },
    runs: { type: 'string', default: '5' },
    scenarios: { type: 'string', default: '300' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

type Machine = Awaited<ReturnType<typeof startMachine>>;
type Result = Awaited<ReturnType<Machine['run']>>;

const WORK = 'work 4000000';
const STEPS = {
  recording: ['open pinned cpu=0 pinned=1 branch=0x8 period=0x10000000000', WORK],
  untagged: ['!cpu control.tags=off', 'open pinned cpu=0 pinned=1 branch=0x8 period=0x10000000000', WORK],
  idle: [WORK],
  short: ['work 1500'],
  sweep: (count: number) => [`!sweep ${count} start=100 every=10 pmi`, 'work 1500'],
} as const;

/** One boot and what was measured on it. */
class Measured {
  readonly values: Record<string, number> = {};
  readonly #machine: Machine;
  readonly #folder: string;

  constructor(machine: Machine, folder: string) {
    this.#machine = machine;
    this.#folder = folder;
    this.values['boot, s'] = machine.bootMillis / 1000;
    this.values['instructions of the boot, M'] = machine.instructions / 1e6;
    this.values['M instructions/s, boot'] = machine.instructions / 1e3 / machine.bootMillis;
  }

  async all(scenarios: number): Promise<void> {
    const tagged = rate(await this.#run(STEPS.recording));
    const untagged = rate(await this.#run(STEPS.untagged));
    this.values['M instructions/s, recording'] = tagged;
    this.values['M instructions/s, recording without tags'] = untagged;
    this.values['times that tags cost'] = untagged / tagged;
    this.values['M instructions/s, LBRs off'] = rate(await this.#run(STEPS.idle));
    await this.#many('short scenarios', scenarios, false);
    await this.#many('short scenarios, memory copied', Math.ceil(scenarios / 10), true);
    await this.#sweep(scenarios);
  }

  async #many(name: string, count: number, fullCopy: boolean): Promise<void> {
    const since = performance.now();
    const results: Result[] = [];
    for (let run = 0; run < count; run++) results.push(await this.#run(STEPS.short, { fullCopy }));
    this.values[`${name}, per second`] = (1000 * count) / (performance.now() - since);
    this.#spread(name, results);
  }

  async #sweep(count: number): Promise<void> {
    const results: Result[] = [];
    const since = performance.now();
    const last = await this.#run(STEPS.sweep(count), {}, (variant) => results.push(variant));
    if (last.status !== 'sweep' || results.length !== count) throw new Error(`the sweep ended as ${last.status}`);
    this.values['injections, per second'] = (1000 * count) / (performance.now() - since);
    this.#spread('injections', results);
  }

  #spread(name: string, results: readonly Result[]): void {
    const whole = results.map(({ micros }) => micros / 1000);
    const forks = results.map(({ forkMicros }) => forkMicros / 1000);
    this.values[`${name}, fork at the median, ms`] = quantile(forks, 0.5);
    this.values[`${name}, fork to reap at the median, ms`] = quantile(whole, 0.5);
    this.values[`${name}, fork to reap at p99, ms`] = quantile(whole, 0.99);
    this.values[`${name}, dirty pages`] = quantile(
      results.map(({ pages }) => pages),
      0.5,
    );
    this.values[`${name}, instructions`] = quantile(
      results.map(({ instructions }) => instructions),
      0.5,
    );
  }

  async #run(lines: readonly string[], more = {}, onVariant: (variant: Result) => void = () => {}): Promise<Result> {
    const steps = path.join(this.#folder, 'steps');
    writeFileSync(steps, `${lines.join('\n')}\n`);
    const result = await this.#machine.run({ id: 'bench', steps, log: '-', limit: 4_000_000_000, ...more }, onVariant);
    if (result.status !== 'end' && result.status !== 'sweep') throw new Error(`${result.status}: ${result.text}`);
    return result;
  }
}

/** Per CPU second, so that other load on the machine counts little. */
const rate = ({ instructions, cpuMicros }: Result): number => instructions / cpuMicros;

function quantile(list: readonly number[], part: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

async function bench(): Promise<void> {
  const runs = Math.max(1, Number(values.runs));
  const parts = prepareParts({ say: (line) => void process.stderr.write(`${line}\n`) });
  const kernel = await prepareSymbols(openKernel(values.kernel, undefined), parts, values.cpu);
  const measured: Record<string, number>[] = [];
  for (let run = 0; run < runs; run++) {
    const folder = mkdtempSync(path.join(tmpdir(), 'lbr-lab-bench-'));
    try {
      const base = cpuModel(values.cpu).base;
      const machine = await startMachine({ kernel, parts, cpu: values.cpu, base, cpus: 1, seed: 1, folder });
      const one = new Measured(machine, folder);
      await one.all(Math.max(10, Number(values.scenarios)));
      await machine.close();
      measured.push(one.values);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const load = loadavg()[0].toFixed(1);
  const names = Object.keys(measured[0] ?? {});
  const medians = Object.fromEntries(
    names.map((name) => [
      name,
      quantile(
        measured.map((one) => one[name] ?? 0),
        0.5,
      ),
    ]),
  );
  if (values.json)
    process.stdout.write(`${JSON.stringify({ kernel: kernel.version, cpu: values.cpu, runs, load, medians })}\n`);
  else {
    process.stdout.write(`Linux ${kernel.version} on ${values.cpu}, medians of ${runs} boots, load ${load}\n`);
    for (const [name, value] of Object.entries(medians))
      process.stdout.write(`${shown(value).padStart(10)}  ${name}\n`);
  }
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toString() : value.toPrecision(3));

if (values.help) process.stdout.write(`${USAGE}\n`);
else {
  bench().catch((error: unknown) => {
    process.stderr.write(`bench lab: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof Lacking ? 3 : 1;
  });
}
