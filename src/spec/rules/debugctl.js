import { debugctlProtocol } from './debugctl/protocol.ts';
import { debugctlRegister } from './debugctl/register.ts';
export const debugctl = [...debugctlProtocol, ...debugctlRegister];
