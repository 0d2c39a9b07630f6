import type { LabLog, LogEvent, LogHead } from './types.ts';

/** A log that cannot be read: names the line, what was found and what was expected. */
class LabLogError extends Error {
  override readonly name = 'LabLogError';
}

const TYPES = new Set([
  'rdmsr',
  'wrmsr',
  'entry',
  'exit',
  'switch',
  'foreign',
  'mark',
  'result',
  'call',
  'irq',
  'nmi',
  'pmi',
  'xsaves',
  'xrstors',
  'inject',
  'end',
  'panic',
]);

/** Reads a log. Events of unknown types are left out: a newer emulator may say more. Throws a LabLogError. */
export function parseLog(text: string): LabLog {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0) throw new LabLogError('line 1: the log is empty; expected {"format":"lbr-lab-log/1",...}');
  const head = objectAt(lines[0], 1);
  if (head['format'] !== 'lbr-lab-log/1') {
    throw new LabLogError(`line 1: found format ${JSON.stringify(head['format'])}, expected "lbr-lab-log/1"`);
  }
  const events: LogEvent[] = [];
  for (const [index, line] of lines.slice(1).entries()) {
    const event = objectAt(line, index + 2);
    if (typeof event['i'] !== 'number' || typeof event['t'] !== 'string') {
      throw new LabLogError(`line ${index + 2}: an event needs "i", a number, and "t", its type`);
    }
    if (TYPES.has(event['t'])) events.push(event as unknown as LogEvent);
  }
  return { head: head as unknown as LogHead, events };
}

function objectAt(line: string, number: number): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new LabLogError(`line ${number}: no JSON: ${line.slice(0, 60)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LabLogError(`line ${number}: found ${line.slice(0, 60)}, expected an object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
