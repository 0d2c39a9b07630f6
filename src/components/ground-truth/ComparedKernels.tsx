import results from '@site/ground-truth/results.json';

/** The versions of Linux whose code was compared with the model: `6.1.1, 6.12.2 and 7.3.4`. */
export function ComparedKernels() {
  const versions = results.kernels.map(({ version }) => version);
  return <>{[versions.slice(0, -1).join(', '), versions.at(-1)].join(' and ')}</>;
}
