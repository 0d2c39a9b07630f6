/** Which design of the model a kernel of the lab is held against. */
export interface LabKernel {
  /** Name for setup: a series. */
  readonly name: string;
  readonly design: 'v6.2' | 'v6.12' | 'v7.3';
}

export const LAB_KERNELS: readonly LabKernel[] = [
  { name: '6.1', design: 'v6.2' },
  { name: '6.12', design: 'v6.12' },
  { name: '7.3', design: 'v7.3' },
];

/** The design of a kernel by its version: that of the newest series which is not newer. */
export function designOf(version: string): LabKernel['design'] {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major > 6) return 'v7.3';
  return major === 6 && minor >= 12 ? 'v6.12' : 'v6.2';
}
