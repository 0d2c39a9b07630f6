import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { allRules } from '../../src/spec/rules/index.ts';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { NotATraceError, TraceCheck } from '../../src/spec/trace/check.ts';
import type { TraceReport } from '../../src/spec/trace/findings.ts';
import { keptArchTrace } from './kept-arch-trace.ts';
import { keptTrace } from './kept-trace.ts';
import { blurred } from './blur.ts';
import { numbers } from './long-fuzz.ts';
import { apply, damage } from './mutate.ts';
import { confirms } from './confirm.ts';
import { printedForms } from './printed-forms.ts';

const real = new Uint8Array(readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace')).slice(0, 12_000);
const kept = keptTrace();
const arch = keptArchTrace();
const forms = [kept.text, arch.text].flatMap((text) => [...printedForms(text)]);

function judge(bytes: Uint8Array): TraceReport | undefined {
  const check = new TraceCheck({ input: 'fuzz', guest: 'infer', contract: traceRules(allRules) });
  try {
    check.push(bytes);
    return check.end();
  } catch (error) {
    if (error instanceof NotATraceError) return undefined;
    throw error;
  }
}

test('the undamaged trace keeps every rule that it shows', () => {
  const report = judge(kept.bytes);
  expect(report?.violations).toEqual([]);
  expect(report?.rules.filter(({ kept: times }) => times > 0).map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['LBR-DBG-1', 'LBR-DBG-2', 'LBR-DBG-4', 'LBR-DBG-26', 'LBR-MSR-20']),
  );
});

test('so does the one of a host with Arch LBR', () => {
  const report = judge(arch.bytes);
  expect(report?.violations).toEqual([]);
  expect(report?.rules.filter(({ kept: times }) => times > 0).map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(
      ['OWN-1', 'ENT-4', 'MSR-1', 'CAP-2', 'CAP-15', 'ARCH-1', 'ARCH-20', 'ARCH-21', 'ARCH-23', 'ARCH-24', 'ARCH-27']
        .concat('ARCH-28')
        .map((id) => `LBR-${id}`),
    ),
  );
});

test('in every printed form every line is understood, and no rule is violated', () => {
  for (const [name, text] of forms) {
    const report = judge(Buffer.from(text));
    expect([name, report?.violations]).toEqual([name, []]);
    expect([name, report?.summary.notUnderstood, report?.summary.otherEvents]).toEqual([name, 0, 0]);
    expect(report?.summary.understood).toBeGreaterThan(100);
  }
});

test('4,000 random inputs: no crash, no violation', () => {
  const input = fc.oneof(
    fc.uint8Array({ maxLength: 2000, size: 'max' }),
    fc
      .array(fc.constantFrom(...fragments(kept.text + arch.text)), { maxLength: 200, size: 'max' })
      .map((parts) => Buffer.from(parts.join(' '))),
  );
  fc.assert(
    fc.property(input, (bytes) => {
      const report = judge(bytes);
      if (report) for (const violation of report.violations) expect(confirms(bytes, violation)).toBe(true);
    }),
    { numRuns: 4000 },
  );
});

test('3,000 damaged traces: every violation is confirmed by a reading of its own', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(real, kept.bytes, arch.bytes, ...forms.map(([, text]) => Buffer.from(text))),
      fc.array(damage, { minLength: 1, maxLength: 12 }),
      (start, hits) => {
        const bytes = hits.reduce(apply, start);
        for (const violation of judge(bytes)?.violations ?? []) expect(confirms(bytes, violation)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

/**
 * Damage that shows: lines out of order, lost events with their marker, lines cut short, an early end. Order and loss are
 * not mixed: a marker that moves away, or a late line that is cut off, leaves the text of another trace.
 */
const visibleDamage = fc.oneof(
  fc.array(fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), other: fc.nat() }), {
    minLength: 1,
    maxLength: 6,
  }),
  fc.array(
    fc.record({
      kind: fc.constantFrom('lose' as const, 'cut' as const, 'garble' as const),
      at: fc.nat(),
      other: fc.nat(),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
);

test('3,000 traces that keep every rule, with damage that shows: never a violation', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(kept.text, arch.text, ...forms.map(([, text]) => text)),
      visibleDamage,
      (undamaged, hits) => {
        const text = hits
          .reduce((lines, hit) => (lines.length === 0 ? lines : damaged(lines, hit)), undamaged.split('\n'))
          .join('\n');
        expect(judge(Buffer.from(text))?.violations ?? []).toEqual([]);
      },
    ),
    { numRuns: 3000 },
  );
});

test('3,000 traces that keep every rule, with names, separators and line breaks damaged: never a violation', () => {
  fc.assert(
    fc.property(fc.constantFrom(kept.text, arch.text, ...forms.map(([, text]) => text)), fc.integer(), (text, seed) => {
      expect(judge(Buffer.from(blurred(text.split('\n'), numbers(seed))))?.violations ?? []).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});

function damaged(lines: readonly string[], { kind, at, other }: { kind: string; at: number; other: number }): string[] {
  const index = at % lines.length;
  const line = lines[index];
  switch (kind) {
    case 'swap':
      return lines.with(index, lines[other % lines.length]).with(other % lines.length, line);
    case 'lose': {
      const gone = lines.slice(index, index + 1 + (other % 5));
      return lines.toSpliced(index, gone.length, ...new Set(gone.map(marker)));
    }
    case 'garble':
      return line.length > 20 ? lines.with(index, line.slice(0, 1 + (other % 20))) : [...lines];
    default:
      return [...lines.slice(0, index), line.slice(0, other % (line.length + 1))];
  }
}

/** The marker that stands for a line that was lost. */
function marker(line: string): string {
  const cpu = /\[(\d{3})\]|CPU:(\d)/.exec(line)?.slice(1).find(Boolean);
  return cpu === undefined ? '[1 events lost]' : `CPU:${Number(cpu)} [LOST 1 EVENTS]`;
}

function fragments(text: string): string[] {
  return [...new Set(text.split(/\s+/)), '\n', '\n', '[000]', '-1', '512.000001:', '\u0000', 'd..1.'];
}
