import type { DesignName } from './index.ts';

/** Which design stands for a range of Linux versions, and what differs from it. */
export interface KernelRange {
  /** First and last version, both included. Without a patch level, `from` begins with .0, and `to` has all of them. */
  readonly from: Version;
  readonly to: Version;
  /** Undefined where no design stands for it. */
  readonly design: DesignName | undefined;
  /** What is different from the design, or why there is none. */
  readonly differs: string;
  /** What was read of it. */
  readonly read: string;
}

type Version = readonly [major: number, minor: number, patch?: number];

/** Every version from 2.6 on, in order and without gaps. The last range is open: it ends with what was read. */
export const kernelRanges: readonly KernelRange[] = [
  {
    from: [2, 6],
    to: [5, 11],
    design: undefined,
    differs: 'KVM gives no guest LBRs. perf has the vLBR event since 5.9, and nobody creates it before 5.12.',
    read: 'nothing as a tree; the commits of the series of 2020 and 2021',
  },
  {
    from: [5, 12],
    to: [5, 12],
    design: 'v5.12',
    differs: 'Nothing known.',
    read: '5.15.85, compared with the commits in between',
  },
  {
    from: [5, 13],
    to: [5, 19],
    design: 'v5.12',
    differs:
      'DEBUGCTL.BUS_LOCK_DETECT is there (5.13). What v6.2 has besides came in one by one: see the changes of v6.2.',
    read: '5.15.85',
  },
  {
    from: [6, 0],
    to: [6, 2],
    design: 'v6.2',
    differs:
      'Up to 6.1 perf frees the records of a task when the task exits (taskData=with-task). 6.1.y carries the DEBUGCTL fixes of 2025: debugctlSnapshot=irqs-off and freezeInSmmInGuest=host-value, and is no longer this design there.',
    read: '6.1.192 as a tree, and the state of early 2023',
  },
  {
    from: [6, 3],
    to: [6, 11],
    design: 'v6.2',
    differs:
      'The NMI of a VM-exit is handled in vmx_vcpu_enter_exit() (11df586d774f): exitNmi=before-restore. What v6.12 has besides, its fixes of 2025 apart, came in one by one.',
    read: 'nothing as a tree; commits',
  },
  {
    from: [6, 12, 0],
    to: [6, 12, 0],
    design: 'v6.12.0',
    differs:
      'Not compared as a tree: the design is 6.12.117 without the fixes of 2025 and 2026. Stable releases after it took the fixes that v6.12 names one by one: 189ecdb3e112, 6b1dd26544d0, 095686e6fcb4, 17ec2f965344, c631a2de7ae4 and 3700f0788da6 among them.',
    read: '6.12.117 as a tree, and the commits of the fixes',
  },
  {
    from: [6, 12, 1],
    to: [6, 12],
    design: 'v6.12',
    differs:
      'The design is 6.12.117, with the fixes of 2025 and 2026. An earlier 6.12.y has some of them; where it lacks one, v6.12.0 says what it does.',
    read: '6.12.117 as a tree',
  },
  {
    from: [6, 13],
    to: [6, 16],
    design: 'v6.12',
    differs:
      'The snapshot is taken with IRQs off since 6.14-rc6 (189ecdb3e112), as in the design; 6.13 as released has debugctlSnapshot=vcpu-load. FREEZE_IN_SMM of the host is not kept before 6.17 (6b1dd26544d0): freezeInSmmInGuest=cleared, vmcs12Debugctl=unchecked.',
    read: 'nothing as a tree; commits',
  },
  {
    from: [6, 17],
    to: [6, 19],
    design: 'v6.12',
    differs: 'Not compared. What v7.3 changes came in one by one.',
    read: 'nothing as a tree; commits',
  },
  {
    from: [7, 0],
    to: [7, 2],
    design: 'v7.3',
    differs: 'Not compared. 7.0 brought the mediated vPMU; with it on, v7.3-mediated stands for the kernel.',
    read: 'nothing as a tree',
  },
  {
    from: [7, 3],
    to: [7, 3],
    design: 'v7.3',
    differs: 'Nothing: the design is 7.3.4. With enable_mediated_pmu=1, v7.3-mediated stands for it.',
    read: '7.3.4 as a tree',
  },
];

/** The range of a version: `6.1`, `v6.1`, `6.1.192`, `6.14-rc3`. Without a patch level: that of the newest one. Undefined for text that is none, and beyond the last range. */
export function kernelRangeOf(text: string): KernelRange | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[.-]\S*)?$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const version: Version = [Number(major), Number(minor), patch === undefined ? Infinity : Number(patch)];
  return kernelRanges.find(({ from, to }) => compare(from, version, 0) <= 0 && compare(version, to, Infinity) <= 0);
}

/** `5.13 to 5.19`, or `7.3` for a single version. */
export function rangeText({ from, to }: KernelRange): string {
  if (from.join('.') === to.join('.')) return from.join('.');
  return `${from.join('.')} to ${to.join('.')}${from.length > to.length ? '.y' : ''}`;
}

/** `patch`: what stands for a patch level that is not given. */
function compare(a: Version, b: Version, patch: number): number {
  return a[0] - b[0] || a[1] - b[1] || Math.sign((a[2] ?? patch) - (b[2] ?? patch) || 0);
}
