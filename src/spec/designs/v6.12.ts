import { design } from './design.ts';
import { v6_12_0 } from './v6.12.0.ts';

export const v6_12 = design({
  name: 'v6.12',
  title: 'Linux 6.12.117',
  kind: 'release',
  year: 2024,
  summary:
    'Linux 6.12.117 as packaged by Debian: the release of 2024 with the DEBUGCTL fixes that stable kernels took in 2025 and 2026.',
  on: v6_12_0,
  protocol: {
    debugctlSnapshot: 'irqs-off',
    freezeInSmmInGuest: 'host-value',
    cpuStart: 'clears-lbr',
  },
  register: {
    stuffQuirk: 'present',
    debugctlSquash: 'unsupported-bits',
    debugctlRtm: 'with-cpuid',
    listDebugctl: 'listed',
    vmcs12Debugctl: 'checked',
    vmcs12FreezeInSmm: 'quirk',
  },
  breaks: [],
  mends: [
    'LBR-ENT-3',
    'LBR-ENT-4',
    'LBR-DBG-1',
    'LBR-DBG-2',
    'LBR-DBG-3',
    'LBR-DBG-4',
    'LBR-DBG-21',
    'LBR-DBG-25',
    'LBR-DBG-26',
    'LBR-DBG-29',
    'LBR-DBG-31',
    'LBR-NEST-1',
    'LBR-NEST-4',
    'LBR-NEST-8',
  ],
});
