import { entryExitEntry } from './entry-exit/entry.ts';
import { entryExitRoundTrip } from './entry-exit/round-trip.ts';

export const entryExit = [...entryExitEntry, ...entryExitRoundTrip];
