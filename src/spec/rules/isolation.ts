import { isolationDestroyed } from './isolation/destroyed.ts';
import { isolationGuestReads } from './isolation/guest-reads.ts';
import { isolationSamples } from './isolation/samples.ts';

export const isolation = [...isolationGuestReads, ...isolationSamples, ...isolationDestroyed];
