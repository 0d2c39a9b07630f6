/**
 * Where something does not apply to a design, and why. It looks at what the design does, never at its name, so that it
 * says the same of a design that is written tomorrow.
 */
export interface Exemption<Settings> {
  /** `changes` has the switches in which the design differs from its base; it is empty for one without a base. */
  when(settings: Settings, changes: Partial<Settings>): boolean;
  /** For readers. A function is given the name of the base. */
  readonly because: string | ((base: string) => string);
}

/** The half of a design that speaks of one world. */
export interface Exempted<Settings> {
  readonly settings: Settings;
  readonly changes: Partial<Settings>;
  /** Name of its base; empty where it has none. */
  readonly base: string;
}

/** The reason of the first exemption that fits; undefined where none does. */
export function reasonAgainst<Settings>(
  exemptions: readonly Exemption<Settings>[],
  { settings, changes, base }: Exempted<Settings>,
): string | undefined {
  const because = exemptions.find((exemption) => exemption.when(settings, changes))?.because;
  return typeof because === 'function' ? because(base) : because;
}
