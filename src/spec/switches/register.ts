import type { Settings } from './switch.ts';
import { accessSwitches } from './register/access.ts';
import { archLbrSwitches } from './register/arch-lbr.ts';
import { capabilitySwitches } from './register/capability.ts';
import { debugctlSwitches } from './register/debugctl.ts';
import { lifecycleSwitches } from './register/lifecycle.ts';
import { nestedSwitches } from './register/nested.ts';

/** Every decision of the register world that differs between designs, or that a mutant turns over. */
export const registerSwitches = {
  ...capabilitySwitches,
  ...debugctlSwitches,
  ...accessSwitches,
  ...lifecycleSwitches,
  ...nestedSwitches,
  ...archLbrSwitches,
} as const;

export type RegisterSettings = Settings<typeof registerSwitches>;
