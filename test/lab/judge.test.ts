import { expect, test } from 'vitest';
import { judgeLog } from '../../src/spec/lab/judge/index.ts';
import { printLog } from '../../src/spec/lab/judge/trace.ts';
import { parseLog } from '../../src/spec/lab/log/parse.ts';
import type { LabLog } from '../../src/spec/lab/log/types.ts';
import { MOST_LINES, reportText, ticketOf } from '../../src/spec/lab/report.ts';
import { readTicket, ticketText } from '../../src/spec/lab/ticket.ts';
import { recordedLog } from './logs.ts';

const leak = recordedLog('guest-reads-host-6.12');
const violated = (log: LabLog): string[] => [...new Set(judgeLog(log, false).findings.map(({ rule }) => rule))].sort();

test('a guest that reads host records in a whole kernel breaks the rules that the log shows', () => {
  expect(violated(leak)).toEqual(
    expect.arrayContaining(['LBR-ISO-1', 'LBR-ISO-2', 'LBR-ISO-3', 'LBR-CTX-2', 'LBR-OWN-3', 'LBR-OWN-4']),
  );
});

test('without the foreign reads nothing says that host data reached a guest', () => {
  const clean = { ...leak, events: leak.events.filter(({ t }) => t !== 'foreign') };
  expect(violated(clean).filter((rule) => rule.startsWith('LBR-ISO'))).toEqual([]);
});

test('a ring without host records keeps LBR-CTX-2', () => {
  const events = leak.events.map((event) => (event.t === 'entry' ? { ...event, ring: ['*32'] } : event));
  expect(violated({ ...leak, events })).not.toContain('LBR-CTX-2');
  expect(judgeLog({ ...leak, events }, false).counts.get('LBR-CTX-2')?.kept).toBeGreaterThan(0);
});

test('the log is printed as a trace whose lines name their events', () => {
  const { text, events } = printLog(leak);
  const lines = text.trimEnd().split('\n');
  expect(lines.length).toBe(events.length - 1);
  for (const [index, line] of lines.entries()) {
    if (line.includes('kvm_entry:')) expect(events[index + 1]?.t).toBe('entry');
    if (line.includes('kvm_exit:')) expect(events[index + 1]?.t).toBe('exit');
  }
});

test('a report has at most 25 lines, says its grade, and its ticket can be read', () => {
  const context = { head: leak.head, title: 'No host record reaches a guest', scenario: 'LBR-ISO-1/v6.12' };
  for (const finding of judgeLog(leak, false).findings) {
    const text = reportText(finding, context);
    expect(text.split('\n').length).toBeLessThanOrEqual(MOST_LINES);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('on an emulated CPU; not run on hardware');
    const ticket = ticketOf(finding, context);
    expect(text).toContain(ticketText(ticket));
    expect(readTicket(ticketText(ticket))).toEqual(ticket);
  }
});

test('a record names who executed it, what it survived and who read it', () => {
  const finding = judgeLog(leak, false).findings.find(({ rule }) => rule === 'LBR-ISO-1');
  expect(finding?.recordedBy).toMatch(/^host at \w+\+0x[0-9a-f]+, tick \d+, CPU 0$/);
  expect(finding?.survivedThrough[0]).toMatch(/^in record \d+, never saved or cleared$/);
  expect(finding?.readBy).toMatch(/^guest:vm0 itself by rdmsr/);
});

test.each([
  ['', 'line 1: the log is empty'],
  ['{"format":"other/1"}', 'expected "lbr-lab-log/1"'],
  ['{"format":"lbr-lab-log/1"}\n{"t":"entry"}', 'line 2: an event needs "i"'],
  ['{"format":"lbr-lab-log/1"}\nnot json', 'line 2: no JSON'],
])('a log that cannot be read says where: %j', (text, message) => {
  expect(() => parseLog(text)).toThrow(message);
});

test.each([
  ['lab0:x', 'begins with lab1:'],
  ['lab1:a:b', 'expected 8'],
  ['lab1:k:i:c:x:1:s:r:3', 'cpus: found "x"'],
])('a bad ticket says why: %s', (text, message) => expect(() => readTicket(text)).toThrow(message));
