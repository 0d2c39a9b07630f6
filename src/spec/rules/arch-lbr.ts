import { archLbrProtocol } from './arch-lbr/protocol.ts';
import { archLbrRegister } from './arch-lbr/register.ts';
import { archLbrSamples } from './arch-lbr/samples.ts';

export const archLbr = [...archLbrProtocol, ...archLbrSamples, ...archLbrRegister];
