import type { ProtocolSettings } from '../switches/protocol.ts';
import type { RegisterSettings } from '../switches/register.ts';

/**
 * Facts that both worlds look at. A design states them once, in the protocol world; the register world has what follows.
 * A mutant flips them in either.
 */
export const ONE_FACT = {
  archLbr: ({ archGuestLbr }) => archGuestLbr,
  archAccess: ({ archAccess }) => archAccess,
  archCtlControls: ({ lbrCtlControls }) =>
    controls[lbrCtlControls] ?? fail(`lbrCtlControls "${lbrCtlControls}" has no counterpart in the register world`),
  hostLbrCtl: ({ hostLbrCtl }) => hostLbrCtl,
  guestXss: ({ guestXss }) => (guestXss === 'owner-only' ? 'exits' : guestXss),
  vmmLbrAccess: ({ vmmAccess }) => (vmmAccess === 'as-guest' ? 'like-guest' : vmmAccess),
  hostEventOrder: ({ vlbrConstraint }) => (vlbrConstraint === 'bypass' ? 'bypass' : 'perf-order'),
  vlbrReenable: ({ vlbrRecovery }) => vlbrRecovery,
  vlbrFirstUse: ({ handOver }) => (handOver === 'save-and-load' ? 'own-image' : 'reset-if-first-user'),
  recording: ({ guestRecording }) => (guestRecording === 'as-written' ? guestRecording : 'owner-only'),
  missingEvent: ({ missingEvent }) => missingEvent,
  vlbrEncoding: ({ vlbrEncoding }) => vlbrEncoding,
  lazyRelease: ({ lazyRelease }) => lazyRelease,
  freezeInSmm: ({ freezeInSmmInGuest }) => (freezeInSmmInGuest === 'cleared' ? 'guest-value' : 'host-owned'),
} as const satisfies {
  readonly [Name in keyof RegisterSettings]?: (protocol: ProtocolSettings) => RegisterSettings[Name];
};

/** A register switch whose value follows from the protocol world. */
type Following = keyof typeof ONE_FACT;

/** The register switches that a design states itself. */
export type OwnRegisterSettings = Omit<RegisterSettings, Following>;

/** What the register world has of the facts that the protocol world states. Throws a RangeError for a variant that no design takes. */
export function followingFrom(protocol: ProtocolSettings): Pick<RegisterSettings, Following> {
  return Object.fromEntries(Object.entries(ONE_FACT).map(([name, of]) => [name, of(protocol)])) as Pick<
    RegisterSettings,
    Following
  >;
}

const controls: Readonly<Partial<Record<ProtocolSettings['lbrCtlControls'], RegisterSettings['archCtlControls']>>> = {
  never: 'never',
  always: 'always',
  'with-ownership': 'with-owner',
  'unless-host-asks': 'unless-host-asks',
};

function fail(message: string): never {
  throw new RangeError(message);
}
