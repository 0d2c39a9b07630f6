import { parseArgs } from 'node:util';
import { describeEnd, explore } from '../src/spec/check/index.ts';
import { commonModel, commonProperties } from './common/model.ts';

const USAGE = `npm run bench -- large [--states N] [--gib N]
One search of the common model with a ring of nine records, two vCPUs and two host events, up to N states (default
100,000,000) and N GiB of state table (default 5), with all invariants. Prints progress, and what it took.`;

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    states: { type: 'string', default: '100000000' },
    gib: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(`${USAGE}\n`);
else search(Number(values.states), Number(values.gib) * 2 ** 30);

function search(maxStates: number, maxBytes: number): void {
  const start = performance.now();
  let told = 0;
  const result = explore(commonModel({ depth: 9, vcpus: 2, hostEvents: 2 }), commonProperties, {
    maxStates,
    maxBytes,
    onProgress({ states, bytes }) {
      if (states < told + 10_000_000) return;
      told = states;
      process.stdout.write(`${states.toLocaleString('en-US')} states, ${Math.round(bytes / 2 ** 20)} MiB\n`);
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const rate = (result.states / seconds / 1e6).toFixed(2);
  const perState = (result.bytes / result.states).toFixed(1);
  const peak = (process.resourceUsage().maxRSS / 2 ** 20).toFixed(2);
  process.stdout.write(
    `${describeEnd(result)}, depth ${result.depth}, ${seconds.toFixed(0)} s (${rate} M/s), table ${perState} bytes per state, peak ${peak} GiB\n`,
  );
}
