import { expect, test } from 'vitest';
import { judgeLog, type LabFinding } from '../../src/spec/lab/judge/index.ts';
import type { LabLog, LogEvent } from '../../src/spec/lab/log/types.ts';
import { recordedLog } from './logs.ts';

/** A thread T reads an LBR MSR of the vCPU A by ioctl: KVM's event is bound to T. Then A writes LBR_SELECT and reads all. */
const stolen = recordedLog('event-of-another-thread-7.3');
const of = (rule: string, events: readonly LogEvent[]): LabFinding[] =>
  judgeLog({ ...stolen, events }, false).findings.filter((finding) => finding.rule === rule);
const count = (rule: string, log: LabLog) => judgeLog(log, false).counts.get(rule);
const change = (changed: (event: LogEvent) => LogEvent): LogEvent[] => stolen.events.map(changed);
const isAccess = (event: LogEvent): boolean => (event.t === 'rdmsr' || event.t === 'wrmsr') && event.m === 'g';

test('a read of what is not 0 and a write are charged where they are, not at the VM-entry', () => {
  const read = stolen.events.find((event) => event.t === 'rdmsr' && event.m === 'g' && event.v !== '0x0');
  const write = stolen.events.find((event) => event.t === 'wrmsr' && event.m === 'g');
  expect(of('LBR-MSR-1', stolen.events)[0]).toMatchObject({ i: read?.i, message: expect.stringContaining('0x84') });
  expect(of('LBR-MSR-2', stolen.events)[0]).toMatchObject({ i: write?.i, message: expect.stringContaining('0x1c8') });
});

test('a guest that only enters with the LBRs breaks LBR-OWN-6, and reads and writes nothing', () => {
  const events = stolen.events.filter((event) => !isAccess(event));
  expect(of('LBR-OWN-6', events)).not.toEqual([]);
  expect(of('LBR-MSR-1', events)).toEqual([]);
  expect(of('LBR-MSR-2', events)).toEqual([]);
});

test('a guest that reads 0 keeps LBR-MSR-1', () => {
  const events = change((event) => (event.t === 'rdmsr' && event.m === 'g' ? { ...event, v: '0x0' } : event));
  expect(of('LBR-MSR-1', events)).toEqual([]);
  expect(count('LBR-MSR-1', { ...stolen, events })?.kept).toBeGreaterThan(0);
});

test('a guest counter that another thread creates is not the guest LBR event', () => {
  const before = of('LBR-OWN-6', stolen.events).length;
  expect(before).toBeGreaterThan(0);
  const counter = change((event) => (event.t === 'call' ? { ...event, config: '0x53003c' } : event));
  expect(of('LBR-OWN-6', counter)).toEqual([]);
  const creation = stolen.events.find(({ t }) => t === 'call');
  const thread = stolen.events.find(({ t }) => t === 'entry')?.task;
  if (creation?.t !== 'call' || thread === undefined) throw new Error('the log has no creation or no VM-entry');
  const own: LogEvent = { ...creation, task: thread, config: '0x53003c' };
  const both = stolen.events.flatMap((event) => (event === creation ? [event, own] : [event]));
  expect(of('LBR-OWN-6', both).length).toBe(before);
});

test('a log that does not name the event decides none of the rules about it', () => {
  const events = change((event) => {
    if (event.t !== 'call') return event;
    const { config: _config, ...rest } = event;
    return rest;
  });
  for (const rule of ['LBR-OWN-6', 'LBR-MSR-1', 'LBR-MSR-2', 'LBR-ENT-7']) {
    expect(count(rule, { ...stolen, events }), rule).toBeUndefined();
  }
});

test('a guest that records without ever having had an event breaks LBR-ENT-7, one with an event keeps it', () => {
  const recording = change((event) => (event.t === 'entry' ? { ...event, debugctl: '0x1' } : event));
  expect(of('LBR-ENT-7', recording)).toEqual([]);
  expect(count('LBR-ENT-7', { ...stolen, events: recording })?.kept).toBeGreaterThan(0);
  const without = recording.filter(({ t }) => t !== 'call');
  expect(of('LBR-ENT-7', without)[0].i).toBe(without.find(({ t }) => t === 'entry')?.i);
});
