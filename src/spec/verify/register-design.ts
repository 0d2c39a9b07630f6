import type { RegisterSettings } from '../switches/register.ts';

/** A design to judge: its name, its register settings, and which of them a mutant flipped. */
export interface RegisterDesign {
  readonly name: string;
  readonly settings: RegisterSettings;
  readonly switches?: Readonly<Record<string, string>>;
}
