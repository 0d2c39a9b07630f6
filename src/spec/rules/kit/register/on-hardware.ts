import type { OnHardware } from '../../../kit/register-rule.ts';

const untested = (reason: string): OnHardware => ({ untested: reason });

/** Why no selftest can test a rule on hardware: each follows "not tested,". */
export const UNTESTED = {
  everyHost: untested('as they are about hosts of every kind'),
  hiddenRegisters: untested('as they are about registers that no test can read at that time'),
  nested: untested('as they need L1 and L2'),
  guestPmi: untested('as they need a PMI in the guest'),
  archLbr: untested('as KVM virtualizes no Arch LBR'),
} as const;
