/** Which design of the model stands for which kernel. */
import { designByName } from '../../src/spec/designs/index.ts';
import type { ProtocolSettings } from '../../src/spec/designs/switches/protocol.ts';

export interface Series {
  /** Debian's name of the series (`6.12`), or the path of a source tree. */
  readonly source: string;
  readonly design: string;
  /** Where the kernel that is at hand differs from the design. */
  readonly overrides: Partial<ProtocolSettings>;
  readonly settings: ProtocolSettings;
  /** Actions that the walks leave out, with the difference that the model leaves out. */
  readonly leavesOut: Readonly<Record<string, string>>;
}

function series(
  source: string,
  designName: string,
  overrides: Partial<ProtocolSettings> = {},
  leavesOut: Readonly<Record<string, string>> = {},
): Series {
  const design = designByName(designName);
  if (design === undefined) throw new RangeError(`no design is named ${designName}`);
  return { source, design: designName, overrides, settings: { ...design.protocol, ...overrides }, leavesOut };
}

export const SERIES: readonly Series[] = [
  // 6.1 has the context structures of before v6.2, and stable has given it the late snapshot.
  series(
    '6.1',
    'v6.2',
    { debugctlSnapshot: 'irqs-off', taskData: 'with-task' },
    {
      'perf.rotate':
        'ctx_sched_out() of 6.1 keeps rotate_necessary where no event was active, so its timer rotates events that need not',
    },
  ),
  series('6.12', 'v6.12'),
  series('7.3', 'v7.3'),
];

/** A series by name, or a tree and the design that it is to be compared with: `/path/linux=v7.3`. */
export function seriesByName(name: string): Series {
  const [source, design] = name.split('=');
  const known = SERIES.find((each) => each.source === source);
  if (known !== undefined && design === undefined) return known;
  if (design === undefined)
    throw new RangeError(`${name}: expected a series (${SERIES.map((s) => s.source).join(', ')}) or DIR=DESIGN`);
  return series(source, design);
}
