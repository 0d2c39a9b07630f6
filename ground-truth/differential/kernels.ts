/** Which design of the model stands for which kernel. */
import { designNamed } from '../../src/spec/designs/index.ts';
import type { ProtocolSettings } from '../../src/spec/switches/protocol.ts';
import type { RegisterSettings } from '../../src/spec/switches/register.ts';
import type { RegisterSeries } from '../register/walk.ts';

export interface Series {
  /** Debian's name of the series (`6.12`), or the path of a source tree. */
  readonly source: string;
  readonly design: string;
  /** Where the kernel that is at hand differs from the design. */
  readonly overrides: Partial<ProtocolSettings>;
  readonly settings: ProtocolSettings;
  readonly register: RegisterWorld;
  /** Actions that the walks leave out, with the difference that the model leaves out. */
  readonly leavesOut: Readonly<Record<string, string>>;
}

/** The register world of a series. */
interface RegisterWorld extends RegisterSeries {
  readonly overrides: Partial<RegisterSettings>;
  readonly leavesOut: Readonly<Record<string, string>>;
}

interface Differences<Settings> {
  readonly overrides?: Partial<Settings>;
  readonly leavesOut?: Readonly<Record<string, string>>;
}

function series(
  source: string,
  designName: string,
  protocol: Differences<ProtocolSettings> = {},
  register: Differences<RegisterSettings> = {},
): Series {
  const design = designNamed(designName);
  const { overrides = {}, leavesOut = {} } = register;
  return {
    source,
    design: designName,
    overrides: protocol.overrides ?? {},
    settings: { ...design.protocol, ...protocol.overrides },
    leavesOut: protocol.leavesOut ?? {},
    register: {
      settings: { ...design.register, ...overrides },
      configuresOnce: 'configure again' in leavesOut,
      overrides,
      leavesOut,
    },
  };
}

export const SERIES: readonly Series[] = [
  // 6.1 has the context structures of before v6.2, and stable has given it the late snapshot and the DEBUGCTL fixes.
  series(
    '6.1',
    'v6.2',
    {
      overrides: { debugctlSnapshot: 'irqs-off', taskData: 'with-task' },
      leavesOut: {
        'perf.rotate':
          'ctx_sched_out() of 6.1 keeps rotate_necessary where no event was active, so its timer rotates events that need not',
      },
    },
    {
      overrides: {
        archHostLegacyFmt: 'hidden',
        pebs: 'without-adaptive',
        debugctlRtm: 'with-cpuid',
        debugctlSquash: 'unsupported-bits',
        freezeInSmm: 'host-owned',
      },
      leavesOut: {
        'configure again':
          'kvm_pmu_refresh() of 6.1 keeps the guest LBR event and the passthrough when CPUID or PERF_CAPABILITIES change after an access',
      },
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
