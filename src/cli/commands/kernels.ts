import { kernelRangeOf, kernelRanges, rangeText, type KernelRange } from '../../spec/designs/kernels.ts';
import { wrap } from '../../spec/kit/wrap.ts';
import type { Command } from '../command.ts';
import { UsageError } from '../../node/usage-error.ts';
import { parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract kernels [VERSION...]

Says which design stands for a version of Linux, and what differs from it. Without a version: for all of them.
A version is 6.1, v6.1 or 6.1.192.
`;

export const kernelsCommand: Command = {
  name: 'kernels',
  summary: 'say which design stands for a version of Linux, and what differs',
  usage: USAGE,
  run(args) {
    const { positionals } = parseOptions(args, {});
    const ranges = positionals.length === 0 ? kernelRanges : positionals.map(rangeOf);
    process.stdout.write(`${ranges.map(textOf).join('\n\n')}\n`);
    return Promise.resolve(0);
  },
};

function rangeOf(version: string): KernelRange {
  const range = kernelRangeOf(version);
  if (range !== undefined) return range;
  const last = kernelRanges[kernelRanges.length - 1];
  throw new UsageError(`found "${version}", expected a version of Linux from 2.6 to ${last.to.join('.')}, such as 6.1`);
}

function textOf(range: KernelRange): string {
  const { design, differs, read } = range;
  const head = `Linux ${rangeText(range)}: ${design ?? 'no design'}`;
  return [head, ...wrap(`${differs} Read: ${read}.`, 76).map((line) => `  ${line}`)].join('\n');
}
