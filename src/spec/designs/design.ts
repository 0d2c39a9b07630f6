import type { RuleName } from '../kit/rule.ts';
import { followingFrom, ONE_FACT, type OwnRegisterSettings } from './one-fact.ts';
import { noSuch } from '../kit/no-such.ts';
import { protocolSwitches, type ProtocolSettings } from '../switches/protocol.ts';
import { registerSwitches, type RegisterSettings } from '../switches/register.ts';
import type { SwitchTable } from '../switches/switch.ts';

/** A point in the space of switches: a release, a posted series or a proposal. */
export interface Design<Name extends string = string> extends About<Name> {
  /** What it is a change of; undefined for the first release. */
  readonly on: Design | undefined;
  /** Who may take the LBRs, and when. */
  readonly protocol: ProtocolSettings;
  /** What one access to a register does. */
  readonly register: RegisterSettings;
  /** The switches at which it differs from its base; none for the first release. */
  readonly changes: { readonly protocol: Partial<ProtocolSettings>; readonly register: Partial<RegisterSettings> };
}

interface About<Name extends string> {
  /** Also the name of its file. */
  readonly name: Name;
  readonly title: string;
  readonly kind: 'release' | 'series' | 'proposal';
  /** Year of the release or of the posting. */
  readonly year: number;
  /** One or two sentences: what it is, and which code exactly was read. */
  readonly summary: string;
  /** Rules that it breaks and its base does not; `verify` fails where one is missing, and where one is too many. */
  readonly breaks: readonly RuleName[];
  /** Rules that its base breaks and it keeps; as strict as `breaks`. */
  readonly mends: readonly RuleName[];
}

/** The first release has no base and sets every switch. */
type First<Name extends string> = Omit<About<Name>, 'mends'> &
  Pick<Design, 'protocol'> & { readonly register: OwnRegisterSettings };

/** Every other design has a base and says what it changes. */
type Change<Name extends string> = About<Name> & {
  readonly on: Design;
  readonly protocol?: Partial<ProtocolSettings>;
  readonly register?: Partial<OwnRegisterSettings>;
};

/** Writes the first release down, on which all others are changes. */
export function firstRelease<const Name extends string>(written: First<Name>): Design<Name> {
  const register = { ...written.register, ...followingFrom(written.protocol) };
  return { ...written, register, on: undefined, mends: [], changes: { protocol: {}, register: {} } };
}

/**
 * Writes a design down. Throws a RangeError that names design and switch where there is no such switch or value, and where
 * a change is none.
 */
export function design<const Name extends string>(written: Change<Name>): Design<Name> {
  const { name, on, protocol = {}, register = {} } = written;
  checkChanges(`${name}: protocol`, protocolSwitches, on.protocol, protocol);
  checkChanges(`${name}: register`, registerSwitches, on.register, register);
  const stated = Object.keys(register).filter((switchName) => Object.hasOwn(ONE_FACT, switchName));
  if (stated.length > 0)
    throw new RangeError(`${name}: register: ${stated.join(', ')} follows from the protocol world`);
  const allProtocol = { ...on.protocol, ...protocol };
  const following = followingFrom(allProtocol);
  return {
    ...written,
    protocol: allProtocol,
    register: { ...on.register, ...register, ...following },
    changes: { protocol, register: { ...register, ...changesOf(on.register, following) } },
  };
}

function changesOf(base: RegisterSettings, following: Partial<RegisterSettings>): Partial<RegisterSettings> {
  return Object.fromEntries(
    Object.entries(following).filter(([name, value]) => base[name as keyof RegisterSettings] !== value),
  );
}

function checkChanges(
  where: string,
  switches: SwitchTable,
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(switches, name)) throw noSuch(`${where}: switch`, name, Object.keys(switches));
    const values = Object.keys(switches[name].values);
    if (!values.includes(value)) throw noSuch(`${where}: value of ${name}`, value, values);
    if (base[name] === value) throw new RangeError(`${where}: ${name} is "${value}" in its base already`);
  }
}
