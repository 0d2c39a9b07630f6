import { design } from './design.ts';
import { v7_3 } from './v7.3.ts';

export const v7_3_mediated = design({
  name: 'v7.3-mediated',
  title: 'Linux 7.3, mediated vPMU',
  kind: 'release',
  year: 2026,
  summary: 'Linux 7.3.4 with enable_mediated_pmu=1: guests have counters of their own and no LBRs.',
  on: v7_3,
  protocol: {
    vpmu: 'mediated',
  },
  register: {
    mediatedVpmu: 'on',
  },
  breaks: ['LBR-DBG-1', 'LBR-MED-2'],
  mends: [
    'LBR-OWN-13',
    'LBR-ARCH-37',
    'LBR-CAP-13',
    'LBR-CTX-5',
    'LBR-ISO-5',
    'LBR-ISO-6',
    'LBR-ISO-8',
    'LBR-RST-5',
    'LBR-MIG-2',
  ],
});
