import { msrAccessProtocol } from './msr-access/protocol.ts';

export const msrAccess = [...msrAccessProtocol];
