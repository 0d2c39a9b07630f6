import { TraceCheck } from '@site/src/spec/trace/check.ts';
import type { TraceAnswer, TraceRequest } from './trace-messages.ts';
import { textOf } from './trace-text.ts';

const BETWEEN_ANSWERS = 100;

self.addEventListener('message', ({ data }: MessageEvent<TraceRequest>) => void judge(data));

function answer(message: TraceAnswer): void {
  self.postMessage(message);
}

/** Judges the trace piece by piece; nothing of it is kept and nothing is sent anywhere but to the page. */
async function judge({ name, data, guest, host, contract }: TraceRequest): Promise<void> {
  try {
    const check = new TraceCheck({ input: name, guest, ...(host !== undefined && { host }), contract });
    let bytes = 0;
    let told = performance.now();
    for await (const chunk of textOf(data)) {
      check.push(chunk);
      bytes += chunk.length;
      if (performance.now() - told < BETWEEN_ANSWERS) continue;
      told = performance.now();
      answer({ kind: 'progress', lines: check.reader.tally.counts.lines, bytes, violations: check.violations });
    }
    answer({ kind: 'report', report: check.end() });
  } catch (error) {
    answer({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
  }
}
