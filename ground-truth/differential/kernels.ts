/** Which design of the model stands for which kernel. */
import type { ProtocolSettings } from '../../src/spec/designs/switches/protocol.ts';
import { v6_12 } from '../../src/spec/designs/v6.12.ts';
import { v6_2 } from '../../src/spec/designs/v6.2.ts';
import { v7_3 } from '../../src/spec/designs/v7.3.ts';

export interface Series {
  /** Debian's name of the series, `6.12`; the version is that of the tree. */
  readonly series: string;
  readonly design: string;
  /** Where the kernel that is at hand differs from the design. */
  readonly overrides: Partial<ProtocolSettings>;
  readonly settings: ProtocolSettings;
}

function series(
  name: string,
  design: { name: string; protocol: ProtocolSettings },
  overrides: Partial<ProtocolSettings>,
): Series {
  return { series: name, design: design.name, overrides, settings: { ...design.protocol, ...overrides } };
}

export const SERIES: readonly Series[] = [
  // Stable has the fix of the snapshot.
  series('6.1', v6_2, { debugctlSnapshot: 'irqs-off', taskData: 'with-task' }),
  series('6.12', v6_12, {}),
  series('7.3', v7_3, {}),
];
