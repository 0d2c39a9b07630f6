import { designByName, type ProtocolSettings } from '../designs/index.ts';
import type { Subject } from './job.ts';

/** The protocol settings of a design or mutant. Throws a RangeError where there is no such design. */
export function protocolSettings({ design, flips }: Subject): ProtocolSettings {
  const found = designByName(design);
  if (found === undefined) throw new RangeError(`there is no design ${design}`);
  return { ...found.protocol, ...flips } as ProtocolSettings;
}
