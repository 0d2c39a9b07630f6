import { livenessContention } from './liveness/contention.ts';
import { livenessPinned } from './liveness/pinned.ts';

export const liveness = [...livenessContention, ...livenessPinned];
