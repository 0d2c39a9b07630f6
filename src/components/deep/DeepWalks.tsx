import type { DeepWalk } from '@spec/deep/result.ts';
import { DeepTable, grouped, type DeepColumn } from './DeepTable.tsx';

const columns: readonly DeepColumn<DeepWalk>[] = [
  { head: 'Runs', cell: ({ runs }) => grouped(runs) },
  { head: 'Steps of a run', cell: ({ stepsPerRun, headStart }) => `${stepsPerRun} after ${headStart}` },
  { head: 'Steps in all', cell: ({ steps }) => grouped(steps) },
  { head: 'Seed', cell: ({ seed }) => seed },
  { head: 'CPU seconds', cell: ({ seconds }) => seconds },
];

/** Instances that were walked through at random: what is in each, and how far the walks went. */
export function DeepWalks({ walks }: { readonly walks: readonly DeepWalk[] }) {
  return <DeepTable label="Random walks" instance="Instance" rows={walks} columns={columns} />;
}
