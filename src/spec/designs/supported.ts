import type { DesignName } from './index.ts';

/** Designs of kernels that their maintainers still mend: the stable series, and the newest with and without mediated vPMU. */
export const SUPPORTED: readonly DesignName[] = ['v6.12', 'v7.3', 'v7.3-mediated'];
