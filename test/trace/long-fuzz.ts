import { readFileSync } from 'node:fs';
import { allRules } from '../../src/spec/rules/index.ts';
import { traceRules } from '../../src/spec/trace/coverage/index.ts';
import { NotATraceError, TraceCheck } from '../../src/spec/trace/check.ts';
import { blurred } from './blur.ts';
import { keptArchTrace } from './kept-arch-trace.ts';
import { keptTrace } from './kept-trace.ts';
import { printedForms } from './printed-forms.ts';

/** A generator that gives the same cases for the same seed: mulberry32. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Runs so many cases from a seed on and returns the exit status. Says which seed fails. */
export function fuzz(cases: number, first = 1): number {
  const real = readFileSync('test/data/traces/kvm-lbr-not-exposed.ftrace', 'utf8').split('\n').slice(0, 120);
  const keeping = [keptTrace(), keptArchTrace()]
    .flatMap(({ text }) => [text, ...printedForms(text).values()])
    .map((text) => text.split('\n'));
  const start = performance.now();
  for (let seed = first; seed < first + cases; seed++) {
    const below = numbers(seed);
    const kept = keeping[(seed >> 2) % keeping.length];
    const kind = seed % 4;
    // Nothing of these may be taken for a violation; bytes of any value may make one.
    const keeps = kind < 3;
    const text =
      kind === 0
        ? shuffled(kept, below)
        : keeps
          ? Buffer.from(blurred(kept, below))
          : damaged(seed % 8 < 4 ? real : kept, below);
    const began = process.cpuUsage();
    const violations = count(text);
    // Of the process, so that a busy machine is no slow reader.
    if (process.cpuUsage(began).user > 1_000_000) return fail(seed, 'takes longer than a second of CPU');
    if (keeps && violations > 0) return fail(seed, `invents ${violations} violations`);
    if (seed % 50_000 === 0)
      process.stdout.write(`seed ${seed}, ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
  }
  process.stdout.write(`${cases} cases from seed ${first} on: no crash, no hang, no invented violation\n`);
  return 0;
}

function fail(seed: number, what: string): number {
  process.stderr.write(`seed ${seed} ${what}\n`);
  return 1;
}

function count(text: Uint8Array): number {
  const check = new TraceCheck({ input: 'fuzz', guest: 'infer', contract: traceRules(allRules) });
  try {
    check.push(text);
    return check.end().violations.length;
  } catch (error) {
    if (error instanceof NotATraceError) return 0;
    throw error;
  }
}

/** Lines out of order, nothing lost. */
function shuffled(lines: readonly string[], below: (limit: number) => number): Uint8Array {
  const result = [...lines];
  for (let swaps = 1 + below(8); swaps > 0; swaps--) {
    const [a, b] = [below(result.length), below(result.length)];
    [result[a], result[b]] = [result[b], result[a]];
  }
  return Buffer.from(result.join('\n'));
}

/** Bytes changed, lines dropped and repeated, an early end. */
function damaged(lines: readonly string[], below: (limit: number) => number): Uint8Array {
  const result = [...lines];
  for (let hits = below(6); hits > 0; hits--) {
    const at = below(result.length);
    if (below(2) === 0) result.splice(at, 1 + below(3));
    else result.splice(at, 0, result[at] ?? '');
  }
  const bytes = Buffer.from(result.join('\n'));
  for (let hits = below(20); hits > 0; hits--) bytes[below(bytes.length)] = below(256);
  return below(3) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
}
