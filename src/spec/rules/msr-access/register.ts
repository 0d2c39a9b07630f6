import { contendedRecordRules } from './contended-records.ts';
import { contentionRules } from './contention.ts';
import { enableBitRules } from './enable-bits.ts';
import { existRules } from './exist.ts';
import { valueRules } from './values.ts';
import { vmmRules } from './vmm.ts';

/** Which LBR MSRs a vCPU has, and what guest and VMM find in them. */
export const msrAccessRegister = [
  ...existRules,
  ...valueRules,
  ...enableBitRules,
  ...vmmRules,
  ...contentionRules,
  ...contendedRecordRules,
];
