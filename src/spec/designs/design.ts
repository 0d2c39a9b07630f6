import type { ProtocolSettings } from '../switches/protocol.ts';

export const DESIGN_NAMES = [
  'v5.12',
  'v6.2',
  'v6.12',
  'v7.3',
  'v7.3-mediated',
  'arch-lbr-v2',
  'coexist-2023',
  'request',
  'contract',
] as const;
export type DesignName = (typeof DESIGN_NAMES)[number];

/** A point in the space of switches: a release, a posted series or a proposal. */
export interface Design {
  readonly name: DesignName;
  readonly title: string;
  readonly kind: 'release' | 'series' | 'proposal';
  /** Year of the release or of the posting. */
  readonly year: number;
  /** One or two sentences: what it is, and which code exactly was read. */
  readonly summary: string;
  readonly protocol: ProtocolSettings;
}
