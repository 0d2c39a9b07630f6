import type { DeepSearch } from '@spec/deep/result.ts';
import { DeepTable, grouped, type DeepColumn } from './DeepTable.tsx';

const columns: readonly DeepColumn<DeepSearch>[] = [
  { head: 'States', cell: ({ complete, states }) => `${complete ? 'all ' : 'bound reached at '}${grouped(states)}` },
  { head: 'Depth', cell: ({ depth }) => depth },
  { head: 'Steps taken', cell: ({ transitions }) => grouped(transitions) },
  { head: 'Seconds', cell: ({ seconds }) => seconds },
  { head: 'Exchanged', text: true, cell: ({ symmetry }) => symmetry || 'nothing' },
];

/** Instances that were searched to the end: what is in each, how big it is, and what came of it. */
export function DeepSearches({ searches }: { readonly searches: readonly DeepSearch[] }) {
  return <DeepTable label="Searches" instance="Instance: the bound" rows={searches} columns={columns} />;
}
