import { describe, expect, test } from 'vitest';
import { judgeLog } from '../../src/spec/lab/judge/index.ts';
import { GuestEvents } from '../../src/spec/lab/log/guest-events.ts';
import type { LogEvent } from '../../src/spec/lab/log/types.ts';

const MAIN = '0xffff888000000001';
const PINNED = 'open pinned cpu=0 pinned=1 branch=0x13 exclude_guest=1';
const RAW = 'open raw cpu=0 type=4 config=0x1b00 branch=0x801 exclude_guest=1';
const STACKS = 'open stacks cpu=0 branch=0x801 exclude_guest=1';

type Part = Partial<LogEvent> & Pick<LogEvent, 't'>;

/** Occasions on which each rule was kept and violated in a log of these events on CPU 0. */
function judged(...parts: readonly Part[]) {
  const events = parts.map((part, i) => ({ i, c: 0, m: 'h', task: MAIN, ...part })) as LogEvent[];
  const head = { format: 'lbr-lab-log/1', kernel: '7.3.4', image: '', cpu: 'skylake', records: 32, cpus: 1, seed: 1 };
  return judgeLog({ head: head as never, events }, false).counts;
}

const thread: Part = { t: 'mark', text: 'thread main 1' } as Part;
const step = (number: number, text: string, result = 'ok'): Part[] => [
  { t: 'mark', text: `step ${number} ${text}` } as Part,
  { t: 'result', text: result } as Part,
];
const recording = (on: boolean, ring: readonly string[] = ['*32']): Part =>
  ({ t: 'wrmsr', msr: 0x1d9, v: on ? '0x801' : '0x800', ip: 'intel_pmu_lbr_enable_all+0x1', ring }) as Part;

describe('users of the encoding of the guest LBR event', () => {
  test('get an event, or are refused', () => {
    expect(judged(thread, ...step(0, RAW)).get('LBR-OWN-12')?.violated).toBe(1);
    expect(judged(thread, ...step(0, RAW, 'error perf_event_open: Invalid argument')).get('LBR-OWN-12')).toEqual({
      kept: 1,
      violated: 0,
    });
  });

  test('stop the recording of a pinned event, or do not', () => {
    const opened = [thread, ...step(0, PINNED), ...step(1, RAW)];
    expect(judged(...opened, recording(false), ...step(2, 'work 1')).get('LBR-OWN-13')?.violated).toBe(1);
    expect(judged(...opened, recording(true), ...step(2, 'work 1')).get('LBR-OWN-13')?.violated).toBe(0);
    expect(judged(thread, ...step(0, PINNED), recording(false), ...step(1, 'work 1')).has('LBR-OWN-13')).toBe(false);
  });
});

describe('a call stack of the whole system', () => {
  const away = { t: 'switch', prev: MAIN, next: '0x2', ring: ['hostu*5', '*27'] } as Part;
  const back = { t: 'switch', prev: '0x2', next: MAIN, ring: ['*32'] } as Part;
  const opened = [thread, ...step(0, STACKS)];

  test('is lost where a task comes back to no records', () => {
    expect(judged(...opened, away, back, recording(true)).get('LBR-CTX-8')?.violated).toBe(1);
  });

  test('lasts where it comes back to some', () => {
    expect(judged(...opened, away, back, recording(true, ['hostu*5', '*27'])).get('LBR-CTX-8')).toEqual({
      kept: 1,
      violated: 0,
    });
  });

  test('is not asked for by an event of one task', () => {
    const one = [thread, ...step(0, 'open one task=main branch=0x801')];
    expect(judged(...one, away, back, recording(true)).has('LBR-CTX-8')).toBe(false);
  });
});

test('a vCPU without PDCM or a PMU has no record format, whatever it was to get', () => {
  const asked = (...words: string[]): boolean | undefined => {
    const events = new GuestEvents();
    events.created(['vm', 'A', 'lbr=host', ...words]);
    return events.wasAsked('A');
  };
  expect(asked()).toBe(false);
  expect(asked('pdcm=0')).toBeUndefined();
  expect(asked('disable_pmu=1')).toBeUndefined();
});
