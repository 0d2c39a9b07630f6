import type { Design } from '../../spec/designs/design.ts';
import { kernelRangeOf } from '../../spec/designs/kernels.ts';
import { documentedKernels, newestKernel } from '../../spec/report/rst/kernel/kernels.ts';
import { UsageError } from '../../node/usage-error.ts';
import { openTree, versionOf } from '../drift/tree.ts';
import { oneOfValues } from '../options.ts';
import type { ExportChoice } from './target.ts';

/**
 * The kernel that a document is to describe: the design of `--design`, the one that stands for the version of the tree
 * `--kernel`, or the newest. Says on standard error where the version of the tree differs from the design. Throws a
 * UsageError for a design that is not a release, and for a version that no design stands for.
 */
export function chosenKernel({ design, kernel }: ExportChoice): Design {
  if (design !== undefined && kernel !== undefined)
    throw new UsageError('found both --design and --kernel, expected one');
  if (kernel !== undefined) return kernelOfTree(kernel);
  if (design === undefined) return newestKernel;
  return named(
    oneOfValues(
      '--design',
      design,
      documentedKernels.map(({ name }) => name),
    ),
  );
}

function kernelOfTree(directory: string): Design {
  const version = versionOf(openTree(directory));
  const range = kernelRangeOf(version);
  if (range?.design === undefined) {
    throw new UsageError(`${directory}: Linux ${version}: no design stands for it; see lbr-contract kernels`);
  }
  process.stderr.write(`Linux ${version}: described as ${range.design}. ${range.differs}\n`);
  return named(range.design);
}

function named(name: string): Design {
  const found = documentedKernels.find((candidate) => candidate.name === name);
  if (found === undefined) throw new UsageError(`${name} is not a kernel with guest LBRs`);
  return found;
}
