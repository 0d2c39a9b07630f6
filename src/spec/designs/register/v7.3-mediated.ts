import type { RegisterSettings } from '../../switches/register.ts';
import { v7_3 } from './v7.3.ts';

/** 7.3.4 with enable_mediated_pmu=1. */
export const v7_3_mediated: RegisterSettings = { ...v7_3, mediatedVpmu: 'on' };
