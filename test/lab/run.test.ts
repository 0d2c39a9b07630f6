import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureOf, LabFailed } from '../../lab/failure.ts';
import { runScenario, type RunOptions } from '../../lab/run.ts';
import type { Runner } from '../../lab/runner.ts';
import type { LabRun } from '../../lab/session.ts';
import { readTicket } from '../../src/spec/lab/ticket.ts';
import { judgeLog } from '../../src/spec/lab/judge/index.ts';
import type { LabLog } from '../../src/spec/lab/log/types.ts';
import type { Scenario } from '../../src/spec/scenario/types.ts';
import { run as command } from '../cli/run.ts';
import { recordedLog } from './logs.ts';

const leak = recordedLog('guest-reads-host-6.12');
const quiet: LabLog = { ...leak, events: leak.events.filter(({ t }) => t === 'mark' || t === 'result') };
const COUNTEREXAMPLE = 'scenarios/counterexamples/LBR-ISO-1/v6.12.json';
const scenario = JSON.parse(readFileSync(COUNTEREXAMPLE, 'utf8')) as Scenario;
const finding = judgeLog(leak, false).findings.find(({ rule }) => rule === 'LBR-ISO-1');
const image = leak.head.image;
const ticketAt = (tick: number, name = 'LBR-ISO-1/v6.12', of = image.slice(0, 12)): string =>
  `lab1:6.12.117:${of}:skylake:1:1:${name}:LBR-ISO-1:${tick}`;

let folder = '';
beforeAll(() => (folder = mkdtempSync(path.join(tmpdir(), 'lbr-lab-run-'))));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

/** A stand-in for the machines: what it was asked, and a recorded log as what came of it. */
class Recorded implements Runner {
  readonly asked: Parameters<Runner['run']>[] = [];
  readonly kernels: unknown[] = [];
  isClosed = false;
  readonly #log: LabLog;
  readonly #files: ReadonlyMap<string, string>;

  constructor(log: LabLog = leak, files: Readonly<Record<string, string>> = { trace: '# tracer: nop\n' }) {
    this.#log = log;
    this.#files = new Map(Object.entries(files));
  }

  async kernel(...named: unknown[]) {
    this.kernels.push(named);
    return { version: leak.head.kernel, image };
  }

  async run(...asked: Parameters<Runner['run']>): Promise<LabRun> {
    this.asked.push(asked);
    const result = { instructions: 5, hash: 'abcd' } as LabRun['result'];
    return { result, log: this.#log, text: 'the log\n', files: this.#files };
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

async function ran(change: Partial<RunOptions> = {}, runner: Runner = new Recorded()) {
  const said: string[] = [];
  const options = { kernel: '6.12', json: false, name: 'LBR-ISO-1/v6.12', ...change };
  const status = await runScenario(
    scenario,
    options,
    (text) => void said.push(text),
    () => runner,
  );
  return { status, text: said.join('\n') };
}

describe('exit status', () => {
  test('1 where a rule is violated, with a report and a ticket for each', async () => {
    const { status, text } = await ran();
    expect(status).toBe(1);
    expect(text).toMatch(/^violated: LBR-CTX-2, .*LBR-ISO-1, /m);
    expect(text.match(/^ticket: lab1:\S+$/gm)?.length).toBe(text.match(/^BUG: LBR:/gm)?.length);
  });

  test('0 where every rule was kept', async () => {
    const { status, text } = await ran({}, new Recorded(quiet));
    expect({ status, violated: text.includes('violated: none') }).toEqual({ status: 0, violated: true });
  });

  test('2, from the command, for a document that the lab cannot drive', async () => {
    const { status, stderr } = await command('lab', 'run', 'test/data/lab/not-driven.json');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining('not-driven: the lab cannot drive this'),
    });
  });

  test('2 from the program as users start it', () => {
    const args = ['bin/lbr-contract.mjs', 'lab', 'run', '--cpus', '1', 'scenarios/counterexamples/LBR-ENT-4/v6.2.json'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toContain('--cpus: found 1, but the scenario needs 2');
    expect(status).toBe(2);
  });
});

describe('options', () => {
  test('kernel, modules, CPU, CPUs and seed reach the machine', async () => {
    const runner = new Recorded();
    await ran({ kernel: 'bzImage', modules: 'm', cpu: 'haswell', cpus: 2, seed: 7 }, runner);
    expect(runner.kernels).toEqual([['bzImage', 'm']]);
    expect(runner.asked[0][0]).toEqual({ kernel: 'bzImage', modules: 'm', cpu: 'haswell', cpus: 2, seed: 7 });
  });

  test('without them: what the scenario is like, and seed 1', async () => {
    const runner = new Recorded();
    await ran({}, runner);
    expect(runner.asked[0][0]).toEqual({ kernel: '6.12', cpu: 'skylake', cpus: 1, seed: 1 });
    expect(runner.asked[0][1].some(({ text }) => text.startsWith('trace'))).toBe(false);
    expect(runner.isClosed).toBe(true);
  });

  test('--log and --trace write the log and the text of the kernel, whose run has its own ticket', async () => {
    const runner = new Recorded();
    const { text } = await ran({ log: at('log'), trace: at('trace') }, runner);
    expect(readFileSync(at('log'), 'utf8')).toBe('the log\n');
    expect(readFileSync(at('trace'), 'utf8')).toBe('# tracer: nop\n');
    const steps = runner.asked[0][1].map((line) => line.text);
    expect([steps[0], ...steps.slice(-2)]).toEqual(['trace on', 'trace off', 'trace dump']);
    expect(text).toContain(':LBR-ISO-1/v6.12+trace:');
  });

  test('--json has the counts of each rule and a ticket for each finding', async () => {
    const { text } = await ran({ json: true });
    const document = JSON.parse(text) as { format: string; rules: object; findings: { ticket: string }[] };
    expect(document.format).toBe('lbr-lab-run/1');
    expect(document.rules).toMatchObject({ 'LBR-ISO-1': { violated: expect.any(Number) } });
    for (const { ticket } of document.findings) expect(readTicket(ticket).scenario).toBe('LBR-ISO-1/v6.12');
  });

  test.each([
    [['run', '--cpus', '3'], '--cpus: found "3"'],
    [['run', '--cpu', 'skylak'], 'did you mean "skylake"?'],
    [['run', '--seed', '-'], '--seed: '],
    [['run', 'a', 'b'], 'expected one FILE or -'],
    [['walk'], 'found "walk", expected "run"'],
    [['run', '--ticket', 'x'], '--ticket: found "x", expected a ticket that begins with lab1:'],
    [['run', '--ticket', ticketAt(1), '--seed', '1'], '--seed: the ticket says it'],
    [['run', '--ticket', ticketAt(1, '../../package')], '../../package is not a counterexample'],
    [['run', '/nonexistent.json'], '/nonexistent.json'],
  ])('%j is bad input', async (args, message) => {
    const { status, stderr } = await command('lab', ...args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(message) });
  });
});

describe('a ticket', () => {
  test('shows its finding again, and no other', async () => {
    const { status, text } = await ran({ ticket: readTicket(ticketAt(finding?.i ?? 0)) });
    expect(status).toBe(1);
    expect(text).toContain('replayed: the same violation of LBR-ISO-1');
    expect(text.match(/^BUG: LBR:/gm)?.length).toBe(1);
  });

  test('of a run with ftrace records ftrace', async () => {
    const runner = new Recorded();
    await ran({ ticket: readTicket(ticketAt(finding?.i ?? 0, 'LBR-ISO-1/v6.12+trace')) }, runner);
    expect(runner.asked[0][1][0].text).toBe('trace on');
  });

  test('that the run does not bear out, or of another image, is bad input', async () => {
    await expect(ran({ ticket: readTicket(ticketAt(1)) })).rejects.toThrow('no violation of LBR-ISO-1 at tick 1');
    const other = readTicket(ticketAt(finding?.i ?? 0, 'LBR-ISO-1/v6.12', 'ffffffffffff'));
    await expect(ran({ ticket: other })).rejects.toThrow('it is of the image ffffffffffff');
  });
});

describe('a run that comes to nothing', () => {
  const failing = (error: Error): Runner => {
    const runner = new Recorded();
    runner.run = () => Promise.reject(error);
    return runner;
  };

  test.each([
    ['panic', 'one\ntwo\nKernel panic - not syncing: x\n', 'the kernel panicked\nthe serial log ends:\n  one'],
    ['limit', 'a\nb\n', 'a hang: the limit of instructions was reached\nthe serial log ends:\n  a\n  b'],
    ['failed', 'the kernel has no KVM', 'the agent gave up: the kernel has no KVM'],
    ['log', 'cannot write x: is the disk full?', 'the log could not be written: cannot write x: is the disk full?'],
  ])('%s: one clear line, the tail of the serial log, and no file', async (status, text, message) => {
    const said = ran({ log: at('none.log'), trace: at('none.trace') }, failing(failureOf(status, text)));
    await expect(said).rejects.toThrow(`LBR-ISO-1/v6.12: ${message}`);
    expect(readdirSync(folder).filter((name) => name.startsWith('none'))).toEqual([]);
  });

  test('a full disk and a boot that fails say nothing about a scenario, a panic in its run does', () => {
    expect(failureOf('log', '')).toBeInstanceOf(LabFailed);
    expect(failureOf('emulator', '')).toBeInstanceOf(LabFailed);
    expect(failureOf('panic', '')).not.toBeInstanceOf(LabFailed);
  });

  test('a kernel that cannot do a step is named with the step', async () => {
    const events = leak.events.map((event) =>
      event.t === 'result' ? { ...event, text: 'error perf_event_open: Function not implemented' } : event,
    );
    await expect(ran({}, new Recorded({ ...leak, events }))).rejects.toThrow(
      /the kernel cannot do the step ".*": perf_event_open: Function not implemented/,
    );
  });

  test('a kernel that cannot be read is named', async () => {
    const runner = new Recorded();
    runner.kernel = () => Promise.reject(new Error('not a bzImage: no HdrS at 0x202'));
    await expect(ran({ kernel: 'x.img' }, runner)).rejects.toThrow('--kernel: x.img: not a bzImage');
  });

  test('a kernel without ftrace cannot be traced', async () => {
    await expect(ran({ trace: at('none.trace') }, new Recorded(leak, {}))).rejects.toThrow('has no ftrace');
  });
});
