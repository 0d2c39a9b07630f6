import { msrAccessProtocol } from './msr-access/protocol.ts';
import { msrAccessRegister } from './msr-access/register.ts';
export const msrAccess = [...msrAccessProtocol, ...msrAccessRegister];
