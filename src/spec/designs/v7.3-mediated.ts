import type { Design } from './design.ts';
import { v7_3 } from './v7.3.ts';

export const v7_3_mediated: Design = {
  name: 'v7.3-mediated',
  title: 'Linux 7.3, mediated vPMU',
  kind: 'release',
  year: 2026,
  summary: 'Linux 7.3.4 with enable_mediated_pmu=1: guests have counters of their own and no LBRs.',
  protocol: { ...v7_3.protocol, vpmu: 'mediated' },
};
