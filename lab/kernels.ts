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
