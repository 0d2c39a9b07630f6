import type { Design } from '../../../designs/design.ts';
import { designs, type DesignName } from '../../../designs/index.ts';

type NamedDesign = Design<DesignName>;

/** The kernels that a document can describe: every release with the emulated vPMU, forward in time. */
export const documentedKernels: readonly NamedDesign[] = designs.filter(
  ({ kind, protocol }) => kind === 'release' && protocol.vpmu === 'emulated',
);

/** The newest of them. */
export const newestKernel: NamedDesign = documentedKernels[documentedKernels.length - 1];

/** The same kernel with the mediated vPMU, where it has one. */
export function mediatedOf(kernel: Design): Design | undefined {
  return designs.find(({ kind, on, protocol }) => kind === 'release' && on === kernel && protocol.vpmu === 'mediated');
}
