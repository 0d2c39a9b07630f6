import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { judge, needs, needsKernel } from './report.ts';
import { reviewedSeries } from './kernel.ts';

const LBR = 'arch/x86/events/intel/lbr.c';

/** The files that each piece changes. A piece that matches nothing ends with status 0, so the diff is asked for. */
const PIECES: Readonly<Record<string, { readonly files: readonly string[]; readonly only?: string }>> = {
  'count-by-own-filter': { files: [LBR] },
  'forget-restored-stack': { files: [LBR] },
  'no-event-for-ioctl': { files: ['arch/x86/kvm/vmx/pmu_intel.c'] },
  'record-for-owner-only': { files: ['arch/x86/kvm/vmx/vmx.c'] },
  'refuse-user-encoding': {
    files: ['include/linux/perf_event.h', 'arch/x86/events/intel/core.c', 'kernel/events/core.c'],
  },
  'reset-tos': { files: [LBR] },
  'snapshot-after-load': { files: ['arch/x86/kvm/x86.c'], only: '7.3' },
  'start-guest-event-empty': { files: [LBR] },
};

test('each piece is tried', () => {
  const folders = readdirSync('series', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(Object.keys(PIECES)).toEqual(folders.map(({ name }) => name).toSorted());
});

describe.each(reviewedSeries)('linux-source-%s', (series) => {
  test('every piece changes each file that it names', (context) => {
    needs(context, 'spatch');
    const kernel = needsKernel(context, series);
    const wrong = Object.entries(PIECES).flatMap(([piece, { files, only = series }]) => {
      if (only !== series) return [];
      return files.flatMap((file) => {
        const patch = `series/${piece}/change.cocci`;
        const { stdout } = spawnSync('spatch', ['--very-quiet', '--sp-file', patch, path.join(kernel.tree, file)], {
          encoding: 'utf8',
        });
        return /^\+[^+]/m.test(stdout) ? [] : [`${piece} changes nothing in ${file}`];
      });
    });
    judge(context, kernel, wrong);
  });
});
