import { entryExitEntry } from './entry-exit/entry.ts';
import { entryExitEvent } from './entry-exit/event.ts';
import { entryExitRoundTrip } from './entry-exit/round-trip.ts';

export const entryExit = [...entryExitEntry, ...entryExitRoundTrip, ...entryExitEvent];
