import type { SwitchData } from '@site/src/site-data/types.ts';

type Owner = 'perf' | 'KVM' | 'CPU and proposals';

/** Who decides: the side in whose source the first place of the switch stands. */
function ownerOf({ sources }: Pick<SwitchData, 'sources'>): Owner {
  for (const source of sources) {
    if (source.kind !== 'kernel') continue;
    if (/^(arch\/x86\/events|kernel\/events)\//.test(source.file)) return 'perf';
    if (/\/kvm\//.test(source.file)) return 'KVM';
  }
  return 'CPU and proposals';
}

/** The switches by who decides. */
export function groupSwitches(switches: readonly SwitchData[]): readonly (readonly [Owner, readonly SwitchData[]])[] {
  return (['perf', 'KVM', 'CPU and proposals'] as const)
    .map((owner) => [owner, switches.filter((one) => ownerOf(one) === owner)] as const)
    .filter(([, group]) => group.length > 0);
}
