import { archLbrProtocol } from './arch-lbr/protocol.ts';
import { archLbrRegister } from './arch-lbr/register.ts';

export const archLbr = [...archLbrProtocol, ...archLbrRegister];
